import test from 'ava';
import { guessInvocation, tellError, tellResult } from '../../../../runner/commands/tell.ts';
import { EnvironmentError } from '../../../../runner/errors.ts';
import { advise, npmRun } from '../../../../runner/report/next.ts';
import { failureResult } from '../../../../runner/report/results/failure.ts';
import { resultVersion } from '../../../../runner/report/results/parts.ts';
import type { Result } from '../../../../runner/report/results/result.ts';

interface Told {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs what writes at once, so that no other test of this file writes meanwhile. */
function listen(tell: () => number): Told {
  const heard = { stdout: '', stderr: '' };
  const restore = (['stdout', 'stderr'] as const).map((name) => {
    const write = process[name].write.bind(process[name]);
    return () => (process[name].write = write);
  });
  for (const name of ['stdout', 'stderr'] as const) {
    process[name].write = (text: unknown) => {
      heard[name] += String(text);
      return true;
    };
  }
  try {
    return { status: tell(), ...heard };
  } finally {
    restore.forEach((each) => each());
  }
}

const invocation = { command: 'status', stack: 'dev' } as const;
const notReady = new EnvironmentError(
  'AWS cannot be reached',
  advise(npmRun('status'), 'look, then'),
  {
    resource: 'stack dev',
  },
);

test('an error is one line to stderr', (t) => {
  const told = listen(() => tellError({ ...invocation, json: false }, notReady));
  t.deepEqual(told, {
    status: 3,
    stdout: '',
    stderr: 'AWS cannot be reached. Next: look, then: npm run status -- --stack dev\n',
  });
});

test('with --json it is an object to stdout as well', (t) => {
  const told = listen(() => tellError({ ...invocation, json: true }, notReady));
  t.regex(told.stderr, /^AWS cannot be reached\. Next: [^\n]*\n$/);
  t.true(told.stdout.endsWith('}\n'));
  const said: unknown = JSON.parse(told.stdout);
  t.deepEqual(failureResult.parse(said), said);
  t.deepEqual(said, {
    version: 1,
    command: 'status',
    stack: 'dev',
    outcome: 'failed',
    status: 3,
    failedStep: null,
    problem: 'AWS cannot be reached',
    resource: 'stack dev',
    putBack: [],
    notPutBack: [],
    serving: null,
    lastKnown: null,
    next: { text: 'look, then', command: 'npm run status -- --stack dev', note: null, or: [] },
  });
});

test('a defect has its stack trace, a status of its own, and an object', (t) => {
  const told = listen(() => tellError({ ...invocation, json: true }, new TypeError('x of y')));
  t.is(told.status, 70);
  t.regex(told.stderr, /^TypeError: x of y\n {4}at /);
  t.regex(told.stderr, /\nx of y\. Next: this is a defect of this tool: [^\n]*\n$/);
  t.like(failureResult.parse(JSON.parse(told.stdout)), { outcome: 'defect', status: 70 });
});

test('a result is one line of JSON, or what a person reads', (t) => {
  const result: Result = {
    version: resultVersion,
    command: 'prune',
    stack: 'dev',
    outcome: 'planned',
    status: 0,
    versions: ['1'],
    deployments: [],
    bundles: [],
    skipped: [],
  };
  const json = listen(() => tellResult(result, true, 'a\nb'));
  t.deepEqual(json, { status: 0, stdout: `${JSON.stringify(result)}\n`, stderr: '' });
  const text = listen(() => tellResult(result, false, 'a\nb'));
  t.deepEqual(text, { status: 0, stdout: 'a\nb\n', stderr: '' });
});

for (const [args, stack, json] of [
  [['--stack', 'dev', '--frobnicate', '--json'], 'dev', true],
  [['--stack=dev', 'x'], 'dev', false],
  [['--stack'], 'local', false],
  [['--stack', '--json'], 'local', false],
  [['--json=1'], 'local', true],
  [['--', '--json'], 'local', false],
] as const) {
  test(`of a wrong command line as much is understood as can be: ${args.join(' ')}`, (t) => {
    t.deepEqual(guessInvocation('status', args), { command: 'status', stack, json });
  });
}

test('a command that there is not has no name', (t) => {
  t.is(guessInvocation('frobnicate', []).command, undefined);
});
