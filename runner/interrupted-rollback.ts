import type { Settings } from '../stack/stack-file.ts';
import { EnvironmentError, Interrupted } from './errors.ts';
import type { Outcome } from './failed-run.ts';
import { nextHere } from './regions.ts';
import { advise, npmRun, type Command, type Next } from './report/next.ts';
import { formatPair, isSamePair } from '../stack/pair.ts';
import { pairOf } from './traffic/target.ts';
import type { WayBack } from './traffic/way-back.ts';

/** A rollback that stopped. */
interface Stopped {
  /** One for each region. */
  readonly ways: readonly WayBack[];
  /** It was to run the api tier afterwards. */
  readonly isTested?: boolean | undefined;
}

/**
 * Why a rollback stopped, with what to type about it, where that is to be the same again: the pair before was a step
 * when it was chosen, and would be one more by now. So the pair is named, and where nothing is left to go back, only to
 * be looked at.
 *
 * @param reason as it was told.
 */
export function tellInterrupted(
  reason: unknown,
  stopped: Stopped,
  outcome: Outcome,
  settings: Settings,
): unknown {
  if (reason instanceof Interrupted) {
    return new Interrupted(reason.message, adviseOn(reason.next, stopped, outcome, settings));
  }
  // Of the network, of credentials, of AWS: mend it, then run the command again.
  const isOfAnyCommand = reason instanceof EnvironmentError && reason.next.command === undefined;
  return isOfAnyCommand
    ? new EnvironmentError(reason.message, adviseOn(reason.next, stopped, outcome, settings), {
        cause: reason,
        resource: reason.resource,
      })
    : reason;
}

function adviseOn(
  typed: Next,
  { ways, isTested = false }: Stopped,
  { putBack, sight }: Outcome,
  settings: Settings,
): Next {
  const [way, ...others] = ways;
  if (way === undefined) {
    return typed;
  }
  const look = advise(npmRun('status'));
  if (others.length > 0) {
    // Versions have numbers of their own in each region; those that are back already stay.
    const isEverywhere =
      sight.kind === 'now' &&
      ways.every(({ target: { region }, goal }) =>
        sight.targets.some(
          (target) => target.region === region && isSamePair(pairOf(target), goal),
        ),
      );
    return isEverywhere ? look : typed;
  }
  return putBack.length > 0
    ? look
    : nextHere(settings, { ...typed, command: goOnTo(way, isTested) });
}

function goOnTo({ target, goal, isGated }: WayBack, isTested: boolean): Command {
  const to = ['--target', target.name, '--to', formatPair(goal)];
  const options = [...(isGated ? [] : ['--ungated']), ...(isTested ? ['--test'] : [])];
  return npmRun('rollback', ...to, ...options);
}
