/** A rollback in a process of its own, so that a test can kill it at any of its calls. */
import { createClients } from '../../../runner/aws/clients.ts';
import { stopOnSignals } from '../../../runner/interrupt.ts';
import { FailedRollback, rollback } from '../../../runner/rollback.ts';
import { readSettings } from '../../../runner/settings.ts';
import { Steps } from '../../../runner/steps.ts';
import { parseOutputs } from '../../../infra/outputs.ts';
import { green } from './_tier-commands.ts';

const [outputsJson = '{}', id = ''] = process.argv.slice(2);
const outputs = parseOutputs(JSON.parse(outputsJson));
const settings = readSettings('local');
const tiers = { unit: green, lambda: green, api: green };
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
  const context = {
    id,
    settings: { ...settings, release: { ...settings.release, readinessTimeout: 30, tiers } },
    clients: createClients(settings.region),
    openProgram: () =>
      Promise.resolve({
        up: () => Promise.resolve({ outputs, changes: 0 }),
        preview: () => Promise.resolve([]),
        outputs: () => Promise.resolve(outputs),
        destroy: () => Promise.resolve(),
      }),
    bundle: () => Promise.reject(new Error('A rollback bundles nothing')),
    steps: new Steps(reporter, false),
    reporter,
    stop,
    isDryRun: false,
  };
  rollback(context, { target: 'prod', to: undefined }).catch((error: unknown) => {
    if (!(error instanceof FailedRollback)) {
      throw error;
    }
    process.stderr.write(`${error.message}\n`);
    process.exitCode = error.status;
  });
});
process.stdout.write('ready\n');
