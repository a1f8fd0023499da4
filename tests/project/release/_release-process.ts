/** A release in a process of its own, so that a test can kill it at any of its calls. */
import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { createClients } from '../../../runner/aws/clients.ts';
import { stopOnSignals } from '../../../runner/interrupt.ts';
import { FailedRelease } from '../../../runner/recovery.ts';
import { release } from '../../../runner/release.ts';
import { readSettings } from '../../../runner/settings.ts';
import { Steps } from '../../../runner/steps.ts';
import { parseOutputs } from '../../../infra/outputs.ts';
import { green } from './_tier-commands.ts';

const [zipFile = '', outputsJson = '{}', id = '', apiTier = green] = process.argv.slice(2);
const zip = readFileSync(zipFile);
const codeSha256 = createHash('sha256').update(zip).digest('base64');
const outputs = parseOutputs(JSON.parse(outputsJson));
const settings = readSettings('local');
const reporter = {
  report(event: object) {
    process.stdout.write(`${JSON.stringify(event)}\n`);
  },
  close: () => undefined,
};
const stop = new AbortController();
stopOnSignals(stop, () => undefined);
// The test says when to begin, once it knows this process's id.
process.stdin.once('data', () => {
  process.stdin.destroy();
  release({
    id,
    settings: {
      ...settings,
      release: {
        ...settings.release,
        readinessTimeout: 30,
        tiers: { unit: green, lambda: green, api: apiTier },
      },
    },
    clients: createClients(settings.region),
    openProgram: () =>
      Promise.resolve({
        up: () => Promise.resolve({ outputs, changes: 0 }),
        preview: () => Promise.resolve([]),
        outputs: () => Promise.resolve(outputs),
        destroy: () => Promise.resolve(),
      }),
    bundle: () => Promise.resolve({ zip, codeSha256 }),
    steps: new Steps(reporter, false),
    reporter,
    stop,
    isDryRun: false,
  }).catch((error: unknown) => {
    if (!(error instanceof FailedRelease)) {
      throw error;
    }
    process.stderr.write(`${error.message}\n`);
    process.exitCode = error.status;
  });
});
process.stdout.write('ready\n');
