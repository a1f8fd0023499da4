import { commands } from '../../../runner/commands/all-commands.ts';

/** A script of package.json as a document tells to type it. */
export interface Typed {
  /** As it stands in the document, up to the end of the command. */
  readonly text: string;
  readonly script: string;
  /** Before `--`: npm's own. */
  readonly ofNpm: readonly string[];
  /** Behind `--`, without quotes. */
  readonly args: readonly string[];
}

const names = commands.map(({ name }) => name).join('|');

/** How a document says it: by npm, without npm in CI and in a shell, and in short, `release --until TARGET`. */
const ways = [
  /\bnpm run ([\w:]+)()(?![\w:-])/g,
  /\bnpm (test)()\b/g,
  /\brunner\/cli\.ts ([\w:]+)(?= )/g,
  /\.\/gated ([\w:]+)(?![\w:-])/g,
  new RegExp(`(?<=\`)(${names})(?= --)`, 'g'),
];

/** A word of a shell's line, in quotes or not; what ends a command, or the code in a text, is none. */
const word = / +("[^"\n]*"|'[^'\n]*'|(?!# )[^\s"'`|;&\])]+)/y;

/** A row of a table of scripts, whose other cells name options: `--target NAME`. */
const row = /^\| `npm run ([\w:]+)`.*$/gm;

/** @returns what a document tells to type, `COMMAND` that stands for any left out. */
export function findTyped(markdown: string): Typed[] {
  const lines = ways.flatMap((way) =>
    [...markdown.matchAll(way)].map(({ 0: head, 1: script = '', 2: ofNpm, index }) => {
      const { words, end } = readWords(markdown, index + head.length);
      const text = markdown.slice(index, end);
      return toTyped(text, script, ofNpm === '' ? words : ['--', ...words]);
    }),
  );
  const cells = [...markdown.matchAll(row)].flatMap(([line, script = '']) =>
    [...line.matchAll(/`(--[^`]+)`/g)].map(([, code = '']) =>
      toTyped(`${script}: ${code}`, script, ['--', ...readWords(` ${code}`, 0).words]),
    ),
  );
  return [...lines, ...cells].filter(({ script }) => !/^[A-Z]+$/.test(script));
}

function readWords(text: string, start: number): { words: string[]; end: number } {
  const words: string[] = [];
  let end = start;
  word.lastIndex = start;
  for (let found = word.exec(text); found !== null; found = word.exec(text)) {
    words.push((found[1] ?? '').replace(/^(["'])(.*)\1$/, '$2'));
    end = word.lastIndex;
  }
  return { words, end };
}

/** `N` stands for a number, as in the help. */
const fillIn = (arg: string): string => (arg === 'N' ? '1' : arg);

function toTyped(text: string, script: string, words: readonly string[]): Typed {
  const border = words.indexOf('--');
  return border === -1
    ? { text, script, ofNpm: words, args: [] }
    : { text, script, ofNpm: words.slice(0, border), args: words.slice(border + 1).map(fillIn) };
}
