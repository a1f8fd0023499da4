import { npmRun, type Command } from '../../report/next.ts';

/** What a release was told that another one has to be told, too, to do the same. */
interface Told {
  readonly 'dry-run'?: boolean | undefined;
  readonly continue?: boolean | undefined;
  readonly again?: boolean | undefined;
  readonly provision?: boolean | undefined;
  readonly until?: string | undefined;
  readonly bundle?: string | undefined;
  readonly digest?: string | undefined;
  readonly 'skip-region'?: readonly string[] | undefined;
  readonly 'ignore-alarms'?: readonly string[] | undefined;
}

const flags = ['dry-run', 'continue', 'again', 'provision'] as const;
const texts = ['until', 'bundle', 'digest', 'skip-region', 'ignore-alarms'] as const;

/** The command that goes on with a release that was interrupted, and no further than that. */
export function sameRelease(told: Told): Command {
  return npmRun(
    'release',
    ...flags.flatMap((flag) => (told[flag] === true ? [`--${flag}`] : [])),
    ...texts.flatMap((option) =>
      [told[option] ?? []].flat().flatMap((value) => [`--${option}`, value]),
    ),
  );
}
