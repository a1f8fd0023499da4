import test, { type ExecutionContext } from 'ava';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

const story = join(import.meta.dirname, '_story-process.ts');
const escape = '\u001B';

interface Shown {
  /** What was written to the screen, one part for each time. */
  readonly parts: readonly string[];
  /** All as a person may read it: what is drawn over later begins with `~`. */
  readonly transcript: string;
}

/** Draws over: up so many lines, and away with the rest. */
// oxlint-disable-next-line no-control-regex -- what moves the cursor
const over = /(?=\u001B\[\d+A\u001B\[J)/;

function read(output: string): Shown {
  const parts = output.replaceAll('\r\n', '\n').split(over);
  const heightOf = (part = '') => Number(/^\S\[(\d+)A/.exec(part)?.[1] ?? 0);
  const lines = parts.flatMap((part, at) => {
    const all = part
      .replace(/^\S\[\d+A\S\[J/, '')
      .split('\n')
      .slice(0, -1);
    const live = heightOf(parts[at + 1]);
    return all.map((line, index) => (index < all.length - live ? line : `~ ${line}`));
  });
  return { parts, transcript: `${lines.join('\n').replaceAll(escape, '\\e')}\n` };
}

/** On a real terminal so many columns wide; undefined, and said, where none can be made. */
function showOnTerminal(
  t: ExecutionContext,
  columns: number,
  env: NodeJS.ProcessEnv = {},
): Shown | undefined {
  const line = `stty cols ${columns}; exec '${process.execPath}' '${story}'`;
  const { error, stdout } = spawnSync('script', ['-qec', line, '/dev/null'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH, TERM: 'xterm', SHELL: '/bin/sh', ...env },
  });
  if (error !== undefined) {
    t.log('script (util-linux) is not installed here: there is no terminal to try');
    t.pass();
    return undefined;
  }
  return read(stdout);
}

function showOnPipe(env: NodeJS.ProcessEnv = {}): Shown {
  const { stderr } = spawnSync(process.execPath, [story], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, ...env },
  });
  return read(stderr);
}

/** Holds what is shown to what is kept; UPDATE_SCREENS=1 keeps it anew. */
function hold(t: ExecutionContext, name: string, { transcript }: Shown): void {
  const file = join(import.meta.dirname, 'screens', `${name}.txt`);
  if (process.env.UPDATE_SCREENS === '1') {
    writeFileSync(file, transcript);
  }
  t.is(transcript, readFileSync(file, 'utf8'));
}

for (const columns of [80, 200]) {
  test(`a terminal of ${String(columns)} columns`, (t) => {
    const shown = showOnTerminal(t, columns);
    if (shown !== undefined) {
      hold(t, `terminal-${String(columns)}`, shown);
      const lines = shown.parts.flatMap((part) => stripVTControlCharacters(part).split('\n'));
      const tooLong = lines.filter((line) => line.length >= columns);
      t.deepEqual(tooLong, [], 'nothing is as wide as the window');
      t.regex(shown.transcript, /\\e\[31mdelete|\\e\[31m {4}delete/, 'what takes away is red');
    }
  });
}

test('NO_COLOR on a terminal', (t) => {
  const shown = showOnTerminal(t, 80, { NO_COLOR: '1' });
  t.notRegex(shown?.transcript ?? '', /\\e\[\d+m/);
});

test('a pipe has plain lines, and nothing is drawn over', (t) => {
  const shown = showOnPipe();
  hold(t, 'pipe', shown);
  t.false(shown.transcript.includes('\\e'));
  t.false(shown.transcript.includes('~ '));
});

test('GitHub Actions has annotations among them', (t) => {
  const shown = showOnPipe({ GITHUB_ACTIONS: 'true' });
  hold(t, 'actions', shown);
  t.regex(shown.transcript, /^::error title=Release red::The judge is red/m);
});
