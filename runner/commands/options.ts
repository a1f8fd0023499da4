import { defaultStack } from '../report/message.ts';

/** What a value names, so that a shell can complete it: names of a kind, or one of these. */
export type Named = 'stack' | 'target' | 'report' | 'file' | readonly string[];

/** What a command takes on its command line; one table, by which it is parsed, checked and explained. */
export type Option =
  | { readonly kind: 'flag'; readonly help: string; readonly short?: string }
  | {
      readonly kind: 'text';
      /** What stands for the value in the help: `NAME`. */
      readonly value: string;
      readonly help: string;
      readonly default?: string;
      readonly names?: Named;
      /** Its value may also be typed alone, without the option before it. */
      readonly isArgument?: true;
    }
  /** May be given again. */
  | { readonly kind: 'texts'; readonly value: string; readonly help: string }
  | {
      readonly kind: 'count';
      readonly value: string;
      readonly help: string;
      readonly least: number;
      readonly default: number;
    };

/** By the name that is typed, without `--`. */
export type Options = Readonly<Record<string, Option>>;

type ValueOf<O extends Option> = O extends { readonly kind: 'flag' }
  ? boolean
  : O extends { readonly kind: 'count' }
    ? number
    : O extends { readonly kind: 'texts' }
      ? readonly string[]
      : O extends { readonly default: string }
        ? string
        : string | undefined;

/** What was typed, or its default. */
export type Values<O extends Options> = { readonly [K in keyof O]: ValueOf<O[K]> };

/** Of every command. */
export const commonOptions = {
  stack: {
    kind: 'text',
    value: 'NAME',
    default: defaultStack,
    names: 'stack',
    help: 'the stack (default: local, on the embedded AWS)',
  },
  json: { kind: 'flag', help: 'print one JSON object to stdout, whatever happens' },
  help: { kind: 'flag', short: 'h', help: 'show this' },
} as const satisfies Options;

export type CommonOptions = typeof commonOptions;
