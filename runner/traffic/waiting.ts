import { isBehind, targetsWithApproval, type Settings } from '../../stack/stack-file.ts';
import { UsageError } from '../errors.ts';
import { advise, npmRun } from '../report/next.ts';
import { formatPair, isSamePair, type Pair } from './pair.ts';
import { isOnTrial } from './rollout.ts';
import { hasAccepted, journalOf, type Target } from './target.ts';

/** A target before which a release stopped, for somebody to approve. */
export interface Waiting {
  readonly target: Target;
  /** What the target before it accepted. */
  readonly pair: Pair;
}

/** The command that approves. */
export const continueCommand = npmRun('release', '--continue');

/**
 * Finds what waits for approval, from what the targets serve: the target before it accepted, in a
 * release, a pair that this one does not serve yet. It asks for approval, or `--until` stopped there.
 *
 * @param targets in the order of the stack's configuration.
 */
export function findWaiting(targets: readonly Target[]): Waiting | undefined {
  return targets
    .flatMap((target, index) => {
      const tested = targets[index - 1];
      const pair = tested && releasedPair(tested);
      return pair === undefined ? [] : [{ target, pair }];
    })
    .find(({ target, pair }) => !hasAccepted(target, pair) && !hasLeft(target, pair));
}

/** What a release, and not a rollback, left on a target. */
function releasedPair(target: Target): Pair | undefined {
  const journal = journalOf(target);
  return journal !== undefined &&
    journal.rolledBack === undefined &&
    hasAccepted(target, journal.pair)
    ? journal.pair
    : undefined;
}

function hasLeft(target: Target, pair: Pair): boolean {
  const { before = [], rolledBack = [], state } = journalOf(target) ?? {};
  const left = state === 'trial' ? rolledBack : [...before, ...rolledBack];
  return left.some((each) => isSamePair(each, pair));
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
