import type { ReleaseContext } from '../context.ts';
import { UsageError } from '../errors.ts';
import { advise, npmRun, withOptions } from '../report/next.ts';
import { formatPair, type Pair } from '../../stack/pair.ts';
import type { Step } from '../steps.ts';
import { lastJournal, type Target } from '../traffic/target.ts';
import { wasRolledBackFrom } from '../traffic/way-back.ts';

/**
 * Stops a release that would bring back what somebody rolled a target back from: the next release
 * in a pipeline, of the very same code and API definition, must not undo a rollback unasked.
 */
export function respectRollbacks(
  { isAgain, typed = npmRun('release') }: Pick<ReleaseContext, 'isAgain' | 'typed'>,
  targets: readonly Target[],
  candidate: Pair,
): Step<void> {
  return {
    id: 'rollbacks',
    title: 'respect rollbacks',
    async run() {
      const target = targets.find((each) => wasRolledBackFrom(each, candidate));
      if (target !== undefined && isAgain !== true) {
        throw new UsageError(
          `Target ${target.name} was rolled back from ${formatPair(candidate)}${describeWriter(target)}, and code and API definition are still the same`,
          advise(withOptions(typed, '--again'), 'change them, or promote this again'),
          { resource: `target ${target.name}` },
        );
      }
    },
  };
}

/** A release may have turned red since, and written last. */
function describeWriter(target: Target): string {
  const { by, release } = lastJournal(target) ?? {};
  return by === 'rollback' ? ` by ${release ?? ''}` : '';
}
