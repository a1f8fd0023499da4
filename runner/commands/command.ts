import type { ExitStatus } from '../errors.ts';
import type { CommandName } from '../report/results/parts.ts';
import { commonOptions, type CommonOptions, type Options, type Values } from './options.ts';
import { parseOptions } from './parse-options.ts';

interface Definition<O extends Options> {
  /** As in `npm run NAME`. */
  readonly name: CommandName;
  /** What it does, in a few words; what others call it, for the list of all. */
  readonly summary: string;
  /** Beside those that all commands take. */
  readonly options: O;
  /** What is typed behind the `--` of npm, and what for. */
  readonly examples: readonly (readonly [args: string, purpose: string])[];
  /** It asks nothing of AWS, so that the embedded one need not be there. */
  readonly isOffline?: true;
  /** Loads what it needs only now: the Pulumi SDK alone takes half a second. */
  readonly run: (values: Values<O & CommonOptions>) => Promise<ExitStatus>;
}

/** A command line that was understood. */
export interface Prepared {
  readonly stack: string;
  readonly isHelp: boolean;
  readonly run: () => Promise<ExitStatus>;
}

/** One command: its options, its help, its run. */
export interface Command extends Pick<
  Definition<Options>,
  'name' | 'summary' | 'examples' | 'isOffline'
> {
  /** All that it takes. */
  readonly options: Options;
  /**
   * Reads what was typed behind its name.
   *
   * @throws {UsageError} when that is not what it takes.
   */
  prepare(args: readonly string[]): Prepared;
}

export function defineCommand<const O extends Options>(definition: Definition<O>): Command {
  const options = { ...definition.options, ...commonOptions };
  return {
    ...definition,
    options,
    prepare(args) {
      const values: Values<O & CommonOptions> = parseOptions(definition.name, options, args);
      const { stack, help }: Values<CommonOptions> = values;
      return { stack, isHelp: help, run: () => definition.run(values) };
    },
  };
}
