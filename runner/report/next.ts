/** What a person is told to do, as data. */
export interface Next {
  /** Before the command, or instead of one: `mend the code, then`. */
  readonly text?: string | undefined;
  readonly command?: Command | undefined;
  /** What the command will do. */
  readonly note?: string | undefined;
  /** What else may be done. */
  readonly or?: Next | undefined;
}

export type Command =
  /** An npm script of this project, which is told the stack when the message is written. */
  | { readonly script: string; readonly args: readonly string[] }
  /** Anything else that is typed as it is. */
  | { readonly shell: string };

/** `npmRun('rollback', '--target', 'prod')` */
export function npmRun(script: string, ...args: readonly string[]): Command {
  return { script, args };
}

/** The same with more options. */
export function withOptions(command: Command, ...args: readonly string[]): Command {
  return 'script' in command ? npmRun(command.script, ...command.args, ...args) : command;
}

/** One thing to type, with what to do before it: `advise(npmRun('release'), 'mend the code, then')`. */
export function advise(command: Command, text?: string): Next {
  return { command, text };
}

/** @returns undefined for no ways at all. */
export function anyOf(ways: readonly Next[]): Next | undefined {
  return ways.reduceRight<Next | undefined>(
    (or, way) => (or === undefined ? way : { ...way, or }),
    undefined,
  );
}

/** Commands that work in all regions of a stack, or the first, unless they are told one. */
const regional = ['rollback', 'test:api', 'test:lambda'];

/** Options by which a command says of which regions it is. */
const ofRegions = ['--region', '--skip-region'];

/** What a person is told to do about one region of a stack that is in several. */
export function nextIn(region: string, next: Next): Next {
  const { command, or } = next;
  const isRegional =
    command !== undefined &&
    'script' in command &&
    regional.includes(command.script) &&
    !command.args.some((arg) => ofRegions.includes(arg));
  return {
    ...next,
    ...(isRegional && { command: withOptions(command, '--region', region) }),
    ...(or && { or: nextIn(region, or) }),
  };
}
