import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { GateError, UsageError } from '../../../../runner/errors.ts';
import {
  apiEnvironment,
  runTier,
  showOutput,
  type TierRun,
  tierEnvironment,
} from '../../../../runner/gates/tier.ts';
import type { ReleaseEvent } from '../../../../runner/report/events.ts';
import { root } from '../../../../runner/root.ts';
import { parseStackFile } from '../../../../stack/stack-file.ts';
import { temporaryFolder } from '../../../../local/tests/_helpers/temporary-folder.ts';
import { eventually } from '../_eventually.ts';
import { project } from '../../../../stack/project.ts';

const settings = parseStackFile('dev', {
  config: {
    'aws:region': 'eu-west-1',
    [`${project}:function`]: { name: 'greeting' },
  },
});

/** Runs a script as a tier, and keeps what it is told. */
async function run(
  t: ExecutionContext,
  script: string,
  { tierTimeout = 60, stop = new AbortController(), target = {} } = {},
) {
  const file = join(await temporaryFolder(t, 'tier-'), 'tier.js');
  await writeFile(file, script);
  return runCommand(`node ${file}`, { tierTimeout, stop, target });
}

function runCommand(
  command: string,
  { tierTimeout = 60, stop = new AbortController(), target = {} } = {},
) {
  const printed: string[] = [];
  const release = {
    ...settings.release,
    tierTimeout,
    tiers: { ...settings.release.tiers, api: command },
  };
  const onEnd = ({ isGreen, output }: TierRun) => {
    printed.push(...(isGreen ? [] : [output]));
  };
  const ended = runTier('api', target, { stack: 'dev', release }, { signal: stop.signal, onEnd });
  return { ended, printed };
}

test('a green tier says nothing', async (t) => {
  const { ended, printed } = await run(t, 'console.log("12 tests passed")');
  await ended;
  t.deepEqual(printed, []);
});

test('a red tier shows all that it printed, and is told with its exit status', async (t) => {
  const { ended, printed } = await run(
    t,
    'console.log("1 of 12 failed"); console.error("expected 1"); process.exitCode = 7',
  );
  const error = await t.throwsAsync(ended, { instanceOf: GateError });
  t.regex(error.message, /^The api tier is red \(node .*tier\.js: exit status 7\)$/);
  t.is(error.resource, 'api tier');
  t.regex(printed.join(), /1 of 12 failed/);
  t.regex(printed.join(), /expected 1/);
});

test('a red tier is not run again', async (t) => {
  const runs = join(await temporaryFolder(t, 'tier-'), 'runs');
  const { ended } = await run(
    t,
    `require('node:fs').appendFileSync(${JSON.stringify(runs)}, 'x'); process.exitCode = 1`,
  );
  await t.throwsAsync(ended, { instanceOf: GateError });
  t.is(await readFile(runs, 'utf8'), 'x');
});

test('a tier runs in the folder of the project, and is told where to look', async (t) => {
  const { ended, printed } = await run(
    t,
    'console.log(JSON.stringify([process.cwd(), process.env.API_URL])); process.exitCode = 1',
    { target: { API_URL: 'https://api.test/prod' } },
  );
  await t.throwsAsync(ended);
  t.deepEqual(JSON.parse(printed.join()), [join(root), 'https://api.test/prod']);
});

test('a tier that takes too long is ended', async (t) => {
  const { ended } = await run(t, 'setInterval(() => 0, 1e6)', { tierTimeout: 0.3 });
  const startedAt = performance.now();
  await t.throwsAsync(ended, {
    instanceOf: GateError,
    message: 'The api tier did not end within 0.3 s',
  });
  t.true(performance.now() - startedAt > 250);
});

test('a tier that prints without end is ended, and said to', async (t) => {
  const { ended } = await run(
    t,
    'const line = "x".repeat(1e6) + "\\n"; const print = () => process.stdout.write(line, print); print()',
  );
  await t.throwsAsync(ended, {
    instanceOf: GateError,
    message: /^The api tier printed more than 32 MB and was ended \(node .*tier\.js\)$/,
  });
});

test("a command that does not exist is the settings' fault, and no test is red", async (t) => {
  const { ended } = runCommand('no-such-command-anywhere --all');
  const error = await t.throwsAsync(ended, {
    instanceOf: UsageError,
    message: /^The api tier could not be run: .*no-such-command-anywhere --all/,
  });
  t.is(error.resource, 'Pulumi.dev.yaml');
  t.is(error.next.text, 'mend release.tiers.api in Pulumi.dev.yaml, then');
});

test('a tier that is stopped is not red, but stopped for the reason', async (t) => {
  const folder = await temporaryFolder(t, 'tier-');
  const started = join(folder, 'started');
  const stop = new AbortController();
  const { ended, printed } = await run(
    t,
    `require('node:fs').writeFileSync(${JSON.stringify(started)}, ''); setInterval(() => 0, 1e6)`,
    { stop },
  );
  const stopped = t.throwsAsync(ended, { message: 'Ctrl-C' });
  await eventually(t, () => existsSync(started), 'the tier runs');
  stop.abort(new Error('Ctrl-C'));
  await stopped;
  t.deepEqual(printed, []);
});

test('the tiers find the function by name, and the api tier the pair that it has to meet', (t) => {
  const where = { FUNCTION_NAME: 'greeting', AWS_REGION: 'eu-west-1' };
  const target = { name: 'prod', url: 'https://api.test' };
  t.deepEqual(tierEnvironment(settings), where);
  const pair = { version: '7', deployment: 'new' };
  const toMeet = {
    ...where,
    TARGET: 'prod',
    API_URL: 'https://api.test',
    EXPECTED_VERSION: '7',
    EXPECTED_DEPLOYMENT: 'new',
  };
  t.deepEqual(apiEnvironment(settings, target, pair, { headers: {} }), toMeet);
  const headers = { 'x-api-key': 'k' };
  t.deepEqual(apiEnvironment(settings, target, pair, { headers }), {
    ...toMeet,
    API_HEADERS: '{"x-api-key":"k"}',
  });
});

test('what a red tier printed is told as of its step', (t) => {
  const events: ReleaseEvent[] = [];
  const reporter = {
    report: (event: ReleaseEvent) => events.push(event),
    close: () => undefined,
  };
  const stop = new AbortController();
  const shown = showOutput({ stop, reporter }, 'api-tier-prod');
  const run = { tier: 'api', command: 'ava', durationMs: 5 } as const;
  const output = '1 of 12 failed';
  shown.onEnd({ ...run, isGreen: false, output });
  t.deepEqual(events, [
    { kind: 'output', step: 'api-tier-prod', text: output },
    { kind: 'tier', step: 'api-tier-prod', ...run, isGreen: false, output },
  ]);
  shown.onEnd({ ...run, isGreen: true, output: 'x'.repeat(100_000) });
  t.deepEqual(
    events.slice(2).map(({ kind }) => kind),
    ['tier'],
    'of a green one nobody is shown what it printed',
  );
  t.true(JSON.stringify(events[2]).length < 65_000);
  t.is(shown.signal, stop.signal);
});

test('a tier that ended of Ctrl-C before this process heard of it is not red', async (t) => {
  const stop = new AbortController();
  const { ended, printed } = await run(t, 'process.kill(process.pid, "SIGINT")', { stop });
  const stopped = t.throwsAsync(ended, { message: 'Ctrl-C' });
  setTimeout(() => stop.abort(new Error('Ctrl-C')), 300);
  await stopped;
  t.deepEqual(printed, []);
});
