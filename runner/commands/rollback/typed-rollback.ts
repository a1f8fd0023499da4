import { npmRun, type Command } from '../../report/next.ts';

/** What a rollback was told that the same one is to be told again. */
interface Told {
  readonly to?: string | undefined;
  readonly ungated?: boolean | undefined;
  readonly test?: boolean | undefined;
  readonly region?: string | undefined;
  readonly 'skip-region'?: readonly string[] | undefined;
}

const flags = ['ungated', 'test'] as const;
const texts = ['region', 'skip-region'] as const;

/**
 * The command that a rollback was begun with.
 *
 * @param target its name, also where it was not typed.
 */
export function typedRollback(target: string, told: Told): Command {
  return npmRun(
    'rollback',
    ...['--target', target],
    ...(told.to === undefined ? [] : ['--to', told.to]),
    ...flags.flatMap((flag) => (told[flag] === true ? [`--${flag}`] : [])),
    ...texts.flatMap((option) =>
      [told[option] ?? []].flat().flatMap((value) => [`--${option}`, value]),
    ),
  );
}
