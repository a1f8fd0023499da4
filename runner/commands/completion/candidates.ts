import { defaultStack } from '../../report/message.ts';
import type { Named, Option, Options } from '../options.ts';

/** What a word can be completed to, with what it means where there is more to say. */
export interface Candidate {
  readonly word: string;
  readonly help?: string;
}

/** A word of `./gated`. */
export interface Word {
  readonly summary?: string;
  /** Left out of one whose arguments are no options of ours, as of `local`. */
  readonly options?: Options;
}

/** Finds the names of a kind, of a stack. */
export type FindNames = (
  kind: Exclude<Named, 'file' | readonly string[]>,
  stack: string,
) => string[];

/** The shell knows files better. */
export type Completion = readonly Candidate[] | 'files';

/**
 * What the last of the words behind `./gated` can become.
 *
 * @param typed at least one word, the last of which may be empty.
 */
export function complete(
  typed: readonly string[],
  words: Readonly<Record<string, Word>>,
  findNames: FindNames,
): Completion {
  const [name = '', ...args] = typed;
  if (args.length === 0) {
    const all = Object.entries(words).map(([word, { summary }]) => describe(word, summary));
    return all.filter(({ word }) => word.startsWith(name));
  }
  const options = Object.hasOwn(words, name) ? words[name]?.options : undefined;
  return options === undefined ? 'files' : completeArgument(args, options, findNames);
}

function completeArgument(
  args: readonly string[],
  options: Options,
  findNames: FindNames,
): Completion {
  const [last = '', ...before] = [...args].reverse();
  const given = readGiven(before.reverse(), options);
  const valuesOf = (option: Option, prefix = ''): Completion => {
    const { names } = option.kind === 'text' ? option : {};
    if (names === 'file') {
      return 'files';
    }
    const stack = given.values.stack ?? defaultStack;
    const all = typeof names === 'string' ? findNames(names, stack) : (names ?? []);
    return all.map((each) => ({ word: prefix + each })).filter(({ word }) => word.startsWith(last));
  };

  const [, inline] = /^--([\w-]+)=/.exec(last) ?? [];
  if (inline !== undefined) {
    const option = findOption(options, inline);
    return option === undefined ? [] : valuesOf(option, `--${inline}=`);
  }
  if (given.open !== undefined) {
    return valuesOf(given.open);
  }
  const alone = Object.entries(options).find(
    ([name, option]) =>
      option.kind === 'text' && option.isArgument === true && !given.names.has(name),
  );
  const values = alone === undefined || given.hasArgument ? [] : valuesOf(alone[1]);
  if (values === 'files' && !last.startsWith('-')) {
    return 'files';
  }
  const left = Object.entries(options).filter(
    ([name, { kind }]) => kind === 'texts' || !given.names.has(name),
  );
  const typeable = left.map(([name, { help }]) => describe(`--${name}`, help));
  return [
    ...(values === 'files' ? [] : values),
    ...typeable.filter(({ word }) => word.startsWith(last)),
  ];
}

/** What stands before the word that is completed. */
interface Given {
  readonly names: ReadonlySet<string>;
  readonly values: Readonly<Record<string, string>>;
  /** The option that waits for its value. */
  readonly open: Option | undefined;
  readonly hasArgument: boolean;
}

function readGiven(args: readonly string[], options: Options): Given {
  const names = new Set<string>();
  const values: Record<string, string> = {};
  let open: readonly [name: string, option: Option] | undefined;
  let hasArgument = false;
  for (const arg of args) {
    const [, name, value] = /^--([\w-]+)(?:=(.*))?$/.exec(arg) ?? [];
    const option = name === undefined ? undefined : findOption(options, name);
    if (open !== undefined) {
      values[open[0]] = arg;
      open = undefined;
    } else if (name === undefined) {
      hasArgument = true;
    } else if (option !== undefined) {
      names.add(name);
      if (value !== undefined) {
        values[name] = value;
      } else if (option.kind !== 'flag') {
        open = [name, option];
      }
    }
  }
  return { names, values, open: open?.[1], hasArgument };
}

function findOption(options: Options, name: string): Option | undefined {
  return Object.hasOwn(options, name) ? options[name] : undefined;
}

function describe(word: string, help: string | undefined): Candidate {
  return { word, ...(help !== undefined && { help }) };
}
