import { isBehind, targetsWithApproval, type Settings } from '../../stack/stack-file.ts';
import { UsageError } from '../errors.ts';
import { advise, npmRun, type Command } from '../report/next.ts';
import type { Journal } from '../../stack/journal.ts';
import { formatPair, isSamePair, type Pair } from '../../stack/pair.ts';
import { hasAccepted, isOnTrial, journalOf, type Target } from './target.ts';
import { wasRolledBackFrom } from './way-back.ts';

/** A target before which a release stopped, for somebody to approve. */
export interface Waiting {
  readonly target: Target;
  /** What the target before it accepted. */
  readonly pair: Pair;
}

/** The command that approves. */
export const continueCommand = npmRun('release', '--continue');

/**
 * Finds what waits for approval, from what the targets serve: the target before it accepted a pair that this one
 * does not serve. It asks for approval, or `--until` stopped there. Whether it served that pair before does not
 * count: a reverted edit brings it back, and a release stops for it as for any other ({@link mustWait}).
 *
 * @param targets in the order of the stack's configuration.
 * @param isAgain finds also what a rollback left on the target before, or took away from this one. Else a job that
 * is left from an earlier release could approve that.
 */
export function findWaiting(
  targets: readonly Target[],
  { isAgain = false }: { readonly isAgain?: boolean | undefined } = {},
): Waiting | undefined {
  return targets
    .flatMap((target, index): readonly Waiting[] => {
      const { pair, rolledBack } = acceptedJournal(targets[index - 1]) ?? {};
      if (pair === undefined || hasAccepted(target, pair)) {
        return [];
      }
      const isOfRollback = rolledBack !== undefined || wasRolledBackFrom(target, pair);
      return isOfRollback && !isAgain ? [] : [{ target, pair }];
    })
    .at(0);
}

/** The journal of a target that serves what it accepted. */
function acceptedJournal(target: Target | undefined): Journal | undefined {
  const journal = target && journalOf(target);
  return journal && hasAccepted(target, journal.pair) ? journal : undefined;
}

/**
 * The command that approves what a release stopped for.
 *
 * @param targets as it left them, of each of its regions.
 */
export function approvalOf(targets: readonly Target[]): Command {
  const regions = [...Map.groupBy(targets, ({ region }) => region).values()];
  const asksAgain = regions.some(
    (each) => findWaiting(each)?.target !== findWaiting(each, { isAgain: true })?.target,
  );
  return asksAgain ? npmRun('release', '--continue', '--again') : continueCommand;
}

/** How far a release goes; both are names of targets. */
export interface Reach {
  /** What `--continue` goes on with. */
  readonly approved?: string | undefined;
  /** What `--until` names. */
  readonly until?: string | undefined;
}

/**
 * Whether a release has to stop before a target. One that asks for approval does not wait when the
 * candidate was approved, and the release that went on with it was killed; behind `--until` it does.
 */
export function mustWait(
  target: Target,
  candidate: Pair,
  settings: Settings,
  { approved, until }: Reach,
): boolean {
  if (hasAccepted(target, candidate)) {
    return false;
  }
  return (
    isBehind(settings, target.name, until) ||
    (targetsWithApproval(settings).has(target.name) &&
      target.name !== approved &&
      !isOnTrial(target, candidate))
  );
}

/**
 * Checks that what `--continue` goes on with is what was tested.
 *
 * @param candidate of the code and API definition here; undefined when they would make a new one.
 * @throws {UsageError} when nothing waits, or something else.
 */
export function verifyContinued(
  waiting: Waiting | undefined,
  candidate: Pair | undefined,
): asserts waiting is Waiting {
  if (waiting === undefined) {
    throw new UsageError('Nothing waits for approval', advise(npmRun('release')));
  }
  if (candidate === undefined || !isSamePair(candidate, waiting.pair)) {
    throw new UsageError(
      `What was tested, and waits before target ${waiting.target.name}, is ${formatPair(waiting.pair)}; the code, its configuration or the API definition here is not the same any more`,
      advise(npmRun('release'), 'test what is here now'),
      { resource: `target ${waiting.target.name}` },
    );
  }
}
