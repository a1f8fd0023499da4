import test, { type ExecutionContext } from 'ava';
import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { joinWords } from '../../../../../runner/commands/completion/bash-words.ts';
import { createCheckout } from '../../../behaviour/e2e/_checkout.ts';

const run = promisify(execFile);
const checkout = await createCheckout();
test.after.always(() => checkout.close());
const { root } = checkout;

const script = join(root, 'runner', 'commands', 'completion', 'shell');

/** Does what bash does at Tab: takes the line apart, calls the function of the command, and reads what it found. */
const press = `
eval "$(./gated completion bash)"
complete -p gated >/dev/null
COMP_WORDS=(./gated "$@")
COMP_CWORD=$#
_gated ./gated
printf '%s\\n' "\${COMPREPLY[@]}"
`;

async function pressTab(...words: readonly string[]): Promise<string[]> {
  const { stdout } = await run('bash', ['-c', press, 'bash', ...words], { cwd: root });
  return stdout.trimEnd().split('\n');
}

test('bash completes commands, options, stacks and targets', async (t) => {
  t.deepEqual(await pressTab('relea'), ['release']);
  t.deepEqual(await pressTab('release', '--dry'), ['--dry-run']);
  t.deepEqual(await pressTab('status', '--stack', 'loca'), ['local']);
  t.deepEqual(await pressTab('release', '--stack', 'local', '--until', ''), ['stage', 'prod']);
  t.deepEqual(await pressTab('release', '--stack', 'nowhere', '--until', ''), ['']);
  t.deepEqual(await pressTab('release', '--bundle', 'pack'), [''], 'files are its own');
});

test('bash takes words apart, and puts in only what is missing', async (t) => {
  t.deepEqual(await pressTab('test', ':', 'lam'), ['lambda']);
  t.deepEqual(await pressTab('status', '--stack', '=', 'loca'), ['local']);
});

test('words that were taken apart are joined, and what bash keeps is counted', (t) => {
  t.deepEqual(joinWords(['a', 'b']), { joined: ['a', 'b'], kept: 0 });
  t.deepEqual(joinWords(['test', ':']), { joined: ['test:'], kept: 5 });
  t.deepEqual(joinWords(['test', ':', 'l']), { joined: ['test:l'], kept: 5 });
  t.deepEqual(joinWords(['test:l']), { joined: ['test:l'], kept: 0 });
  t.deepEqual(joinWords(['x', '--a', '=', 'b', '']), { joined: ['x', '--a=b', ''], kept: 0 });
});

/** Runs a shell; undefined, and said, where it is not installed. */
function tryShell(t: ExecutionContext, shell: string, ...args: readonly string[]) {
  const { error, stdout, stderr } = spawnSync(shell, args, { cwd: root, encoding: 'utf8' });
  if (error === undefined) {
    return { stdout, stderr };
  }
  t.log(`${shell} is not installed here: not tried`);
  t.pass();
  return undefined;
}

test('fish completes, with what words mean', (t) => {
  const line = 'source $argv[1]; complete --do-complete "./gated relea"';
  const said = tryShell(t, 'fish', '--no-config', '-c', line, join(script, 'fish'));
  if (said !== undefined) {
    t.regex(said.stdout, /^release\ttake the function/);
  }
});

test('zsh can read its script', (t) => {
  const said = tryShell(t, 'zsh', '-n', join(script, 'zsh'));
  if (said !== undefined) {
    t.is(said.stderr, '');
  }
});
