import { CommandError } from '@pulumi/pulumi/automation/index.js';
import test from 'ava';
import { explainFailure } from '../../../../runner/pulumi/explain-failure.ts';

/** As the Automation API throws it; its constructor is in no type. */
const failure = (stderr: string, stdout = ''): unknown =>
  Reflect.construct(CommandError, [
    { code: -2, stdout, stderr, toString: () => `stdout: ${stdout} stderr: ${stderr}` },
  ]);

const command = 'Command failed with exit code 1: pulumi up --yes --client=127.0.0.1:41581';

test('of a failed CLI, what it calls errors is told, without the words around', (t) => {
  const stderr = `${command}\nwarning: a new version\nerror: failed to load checkpoint: place 1\nUpdating (dev):\n`;
  t.deepEqual(explainFailure(failure(stderr)), ['failed to load checkpoint: place 1']);
});

test('an error on stdout is found, and none is told twice', (t) => {
  const stdout = 'Updating (dev):\nerror: no\nerror: never\nerror: no\n';
  t.deepEqual(explainFailure(failure(command, stdout)), ['no', 'never']);
});

test('without such a line the first ones are told, and no stack trace', (t) => {
  const frames = Array.from({ length: 20 }, (_, line) => `    at run (/a/file.js:${line}:1)`);
  const stderr = [command, 'panic: out of memory', ...frames, 'goroutine 1:'].join('\n');
  t.deepEqual(explainFailure(failure(stderr)), ['panic: out of memory', 'goroutine 1:']);
});

test('a long text is cut', (t) => {
  const stderr = Array.from({ length: 100 }, (_, line) => `line ${line}`).join('\n');
  t.deepEqual(explainFailure(failure(stderr)), ['line 0', 'line 1', 'line 2', 'line 3', 'line 4']);
});

test('a CLI that said nothing is told so', (t) => {
  t.deepEqual(explainFailure(failure(`${command}\n\n`)), ['the CLI said nothing']);
});

test('an error of the program keeps its kind and its message', (t) => {
  const error = new TypeError('routes is not iterable\n    at program (/a/program.ts:1:1)');
  t.deepEqual(explainFailure(error), ['TypeError: routes is not iterable']);
});
