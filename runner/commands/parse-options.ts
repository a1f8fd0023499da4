import { parseArgs } from 'node:util';
import { UsageError } from '../errors.ts';
import { shellCommand } from '../report/message.ts';
import { advise, type Next } from '../report/next.ts';
import { findNearest } from '../../stack/nearest.ts';
import type { Option, Options, Values } from './options.ts';
import { strayArgument } from './stray-argument.ts';

/** Where a person reads what a command takes. */
export function seeHelp(name: string): Next {
  return advise({ shell: `npm run ${name} -- --help` });
}

/**
 * Reads what was typed behind a command's name. With `--help` among it, nothing else matters.
 *
 * @throws {UsageError} when the command does not take that, with the nearest that it takes.
 */
export function parseOptions<O extends Options>(
  command: string,
  options: O,
  args: readonly string[],
): Values<O> {
  const given = new Map<string, string[]>();
  const tokens = tokenize(options, args);
  const isHelp = tokens.some((token) => token.kind === 'option' && token.name === 'help');
  for (const token of isHelp ? [] : tokens) {
    if (token.kind === 'positional') {
      const name = findArgument(options);
      if (name === undefined || given.has(name)) {
        throw strayArgument(command, options, token.value, seeHelp(command));
      }
      given.set(name, [token.value]);
    }
    if (token.kind === 'option') {
      const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
      if (option === undefined) {
        throw unknownOption(command, options, args, token);
      }
      const values = given.get(token.name) ?? [];
      values.push(readValue(command, option, token, values.length > 0));
      given.set(token.name, values);
    }
  }
  if (isHelp) {
    given.set('help', ['']);
  }
  const values = Object.entries(options).map(([name, option]) => [
    name,
    convert(command, name, option, given.get(name) ?? []),
  ]);
  return Object.fromEntries(values) as Values<O>; // entry by entry what ValueOf says
}

/** The name of the option whose value may be typed alone. */
function findArgument(options: Options): string | undefined {
  const found = Object.entries(options).find(
    ([, option]) => option.kind === 'text' && option.isArgument === true,
  );
  return found?.[0];
}

interface OptionToken {
  readonly index: number;
  readonly name: string;
  /** As typed, without the value: `--stack`. */
  readonly rawName: string;
  readonly value: string | undefined;
  /** True for `--stack=dev`. */
  readonly inlineValue: boolean | undefined;
}

function tokenize(options: Options, args: readonly string[]) {
  const types = Object.entries(options).map(([name, option]) => {
    const type: 'boolean' | 'string' = option.kind === 'flag' ? 'boolean' : 'string';
    return [name, { type, ...('short' in option && { short: option.short }) }] as const;
  });
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(types),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  return tokens;
}

function unknownOption(
  command: string,
  options: Options,
  args: readonly string[],
  { index, name, rawName }: OptionToken,
): UsageError {
  const nearest = rawName.startsWith('--') ? findNearest(name, Object.keys(options)) : undefined;
  const problem = `${command} has no option ${rawName}`;
  if (nearest === undefined) {
    return new UsageError(problem, seeHelp(command));
  }
  const meant = (args[index] ?? '').replace(rawName, `--${nearest}`);
  return new UsageError(`${problem}; the nearest is --${nearest}`, {
    command: { shell: shellCommand(command, args.with(index, meant)) },
    or: nearest === 'help' ? undefined : seeHelp(command),
  });
}

function readValue(
  command: string,
  option: Option,
  { rawName, value, inlineValue }: OptionToken,
  isRepeated: boolean,
): string {
  if (option.kind === 'flag') {
    if (value !== undefined) {
      throw new UsageError(`${rawName} takes no value, and was given ${value}`, seeHelp(command));
    }
    return '';
  }
  if (value === undefined || value === '' || (inlineValue === false && value.startsWith('-'))) {
    throw new UsageError(`${rawName} needs a value: ${rawName} ${option.value}`, seeHelp(command));
  }
  if (isRepeated && option.kind !== 'texts') {
    throw new UsageError(`${rawName} is given twice`, seeHelp(command));
  }
  return value;
}

function convert(command: string, name: string, option: Option, given: readonly string[]): unknown {
  const [first] = given;
  switch (option.kind) {
    case 'flag':
      return first !== undefined;
    case 'text':
      return first ?? option.default;
    case 'texts':
      return given;
    case 'count':
      return first === undefined ? option.default : toCount(command, name, option.least, first);
  }
}

function toCount(command: string, name: string, least: number, text: string): number {
  const count = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!Number.isSafeInteger(count) || count < least) {
    throw new UsageError(
      `--${name} ${text} is not a whole number from ${String(least)}`,
      seeHelp(command),
    );
  }
  return count;
}
