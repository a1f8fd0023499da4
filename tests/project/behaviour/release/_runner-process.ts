/** A command in a process of its own, so that a test can kill it at any of its calls. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Bundle } from '../../../../bundler/bundle.ts';
import { createClients } from '../../../../runner/aws/clients.ts';
import { nobodySignsIn } from '../../../../stack/sign-in/aws-settings.ts';
import { stopOnSignals } from '../../../../runner/commands/interrupt.ts';
import { FailedRun } from '../../../../runner/failed-run.ts';
import { npmRun } from '../../../../runner/report/next.ts';
import { release } from '../../../../runner/release.ts';
import { rollback } from '../../../../runner/rollback.ts';
import { region } from '../../../../local/tests/_helpers/account.ts';
import type { StackOutputs } from '../../../../stack/outputs.ts';
import { buildContext } from './_context.ts';
import { contextIn, inRegions } from './_in-regions.ts';
import type { LagClock } from './_lag-clock.ts';
import { retireBeta } from './_retire-beta.ts';
import { parseWork } from './_work.ts';

const work = parseWork(process.argv[2]);

async function readBundle(): Promise<Bundle> {
  if (work.command !== 'release') {
    throw new Error(`A ${work.command} bundles nothing`);
  }
  const zip = await readFile(work.zipFile);
  return { zip, codeSha256: createHash('sha256').update(zip).digest('base64') };
}

const stop = new AbortController();
stopOnSignals(stop, () => undefined, {
  what: `The ${work.command}`,
  command: npmRun(work.command),
  now: 'putting back',
});

/** How far the clock of the lag is before this machine's, as the test said last. */
let passedMs = 0;
const sleepers: (() => void)[] = [];
/** The test lets the time pass, and says when it has. */
const clock: LagClock = {
  now: () => Date.now() + passedMs,
  sleep(ms) {
    process.stdin.ref();
    process.stdout.write(`${JSON.stringify({ kind: 'sleep', ms })}\n`);
    return new Promise((resolve) => sleepers.push(resolve));
  },
};

const contextOf = (where: string, outputs: StackOutputs) =>
  buildContext({
    id: work.id,
    clients: createClients({ region: where, signIn: nobodySignsIn }),
    outputs,
    propagation: work.propagation,
    clock,
    bundle: readBundle,
    ...(work.command === 'release' && {
      tiers: { api: work.apiTier },
      targets: work.targets,
      beta: work.beta,
      isContinued: work.isContinued,
    }),
    report: (event) => process.stdout.write(`${JSON.stringify(event)}\n`),
    stop,
  });

const regions = work.command === 'release' ? work.regions : [];
const context =
  regions.length === 0
    ? contextOf(region, work.outputs)
    : inRegions(regions.map((each) => contextIn(contextOf(each.region, each.outputs), each)));

const commands = {
  release: () => release(context),
  rollback: () => rollback(context, { target: 'prod', to: undefined }),
  retire: () => retireBeta(context, work.outputs),
};

async function run(): Promise<void> {
  try {
    await commands[work.command]();
  } catch (error) {
    if (!(error instanceof FailedRun)) {
      throw error;
    }
    process.stderr.write(`${error.message}\n`);
    process.exitCode = error.status;
  }
}

// The test says when to begin, once it knows this process's id.
let hasBegun = false;
createInterface({ input: process.stdin }).on('line', (line) => {
  passedMs = Number(line);
  if (hasBegun) {
    sleepers.shift()?.();
  } else {
    hasBegun = true;
    void run();
  }
  if (sleepers.length === 0) {
    process.stdin.unref();
  }
});
process.stdout.write('ready\n');
