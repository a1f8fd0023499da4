import { wrap } from '../report/terminal/wrap.ts';
import type { Command } from './command.ts';
import type { Option } from './options.ts';

const widest = 100;
const gap = 2;

/** How wide a help may be: as the terminal, and a line that one can read. */
export function helpWidth(
  { columns }: { readonly columns?: number } = process.stdout,
  env: Readonly<Record<string, string | undefined>> = process.env,
): number {
  const told = Number(env.COLUMNS);
  const width = columns ?? (Number.isInteger(told) && told > 0 ? told : 80);
  return Math.min(widest, Math.max(24, width));
}

/** What `npm run NAME -- --help` prints. */
export function formatHelp(command: Command, width: number): string {
  const { name, summary, options, examples } = command;
  return [
    `Usage: npm run ${name} -- [options]`,
    wrap(`${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`, width, '').join('\n'),
    ['Options:', ...describe(Object.entries(options).map(describeOption), width)].join('\n'),
    [
      'Examples:',
      ...describe(
        examples.map(
          ([args, purpose]) => [`npm run ${name}${args && ` -- ${args}`}`, purpose] as const,
        ),
        width,
      ),
    ].join('\n'),
  ].join('\n\n');
}

/** All commands, each with its summary. */
export function formatOverview(commands: readonly Command[], width: number): string {
  return [
    'Usage: npm run COMMAND -- [options]',
    describe(
      commands.map(({ name, summary }) => [name, summary] as const),
      width,
    ).join('\n'),
    wrap('npm run COMMAND -- --help lists the options of a command.', width, '').join('\n'),
    wrap(
      './gated COMMAND [options] is the same without npm; ./gated completion --help says how a shell completes it.',
      width,
      '',
    ).join('\n'),
  ].join('\n\n');
}

function describeOption([name, option]: readonly [string, Option]): readonly [string, string] {
  const typed = describeTyped(name, option);
  return [typed, `${option.help}${describeValue(option)}`];
}

function describeTyped(name: string, option: Option): string {
  if (option.kind === 'flag') {
    return `--${name}`;
  }
  const { value } = option;
  return 'isArgument' in option ? `--${name} ${value}, ${value}` : `--${name} ${value}`;
}

function describeValue(option: Option): string {
  switch (option.kind) {
    case 'count':
      return ` (default: ${String(option.default)})`;
    case 'texts':
      return '; may be given again';
    case 'flag':
    case 'text':
      return '';
  }
}

/** Two columns; where the second would become a rope, one below the other. */
function describe(rows: readonly (readonly [what: string, text: string])[], width: number) {
  const column = Math.max(...rows.map(([what]) => what.length)) + 2 * gap;
  const isNarrow = width - column < 30;
  return rows.flatMap(([what, text]) => {
    const lines = wrap(text, width, ' '.repeat(isNarrow ? 3 * gap : column));
    const head = `${' '.repeat(gap)}${what}`;
    const [first = '', ...rest] = lines;
    return isNarrow ? [head, ...lines] : [head.padEnd(column) + first.trimStart(), ...rest];
  });
}
