import { UsageError } from '../errors.ts';
import { advise, anyOf, npmRun, type Next } from '../report/next.ts';
import type { Journal } from '../../stack/journal.ts';
import { formatPair, isSamePair, parsePair, type Pair } from '../../stack/pair.ts';
import {
  goodPairs,
  hasAccepted,
  isMovedByHand,
  isOnTrial,
  journalOf,
  lastJournal,
  pairOf,
  type Target,
} from './target.ts';

/** What a rollback is going to do with a target. */
export interface WayBack {
  readonly target: Target;
  /** What is taken away: the pair on trial or, when none is, what is served. */
  readonly from: Pair;
  readonly goal: Pair;
  /** The goal is served, and accepted: nothing is left but to settle. */
  readonly isBack: boolean;
  /** The goal passed its gates when it was released. */
  readonly isGated: boolean;
  /** The pairs accepted before the goal, newest first; where it is not gated, all of them. */
  readonly before: readonly Pair[];
}

/** Where a person wants to go back to. */
export interface Destination {
  /** A version, `6`, or a pair, `6@d4e5f6`; undefined for the pair before. */
  readonly to?: string | undefined;
  /** Also a pair that no gate saw. */
  readonly isUngated?: boolean | undefined;
}

/** The same, with what is known of the one before. */
export interface Aim extends Destination {
  /** Id of a release or rollback that was killed, and what it left is to be gone on with. */
  readonly interrupted?: string | undefined;
  /** The target is back, as it is told by other regions. */
  readonly isBack?: boolean | undefined;
  /** Recorded versions that would take the target offline, which nobody is told to go to. */
  readonly placeholders?: ReadonlySet<string> | undefined;
}

/** The pair that the last rollback took away from a target, where nothing was accepted or made since. */
export function lastTaken(target: Target): Pair | undefined {
  const { pair, rolledBack = [] } = journalOf(target) ?? {};
  return pair !== undefined && hasAccepted(target, pair) ? rolledBack[0] : undefined;
}

/** The way of a target that is back: nothing is taken away. */
function stayOn(target: Target): WayBack {
  const served = pairOf(target);
  const before = goodPairs(target).filter((pair) => !isSamePair(pair, served));
  return { target, from: served, goal: served, isBack: true, isGated: true, before };
}

/**
 * Finds the pair to go back to in what the runner wrote about a target. A pair that is named is a place: whoever is
 * there stays. The pair before is a step, but what a rollback was killed after is not taken twice.
 *
 * @throws {UsageError} when there is no such pair, or when it is not clear which is meant.
 */
export function findWayBack(
  target: Target,
  { to, isUngated = false, interrupted, isBack = false, placeholders }: Aim,
): WayBack {
  if (isBack || (to === undefined ? isEndOf(target, interrupted) : isThere(target, to))) {
    return stayOn(target);
  }
  const from = pairFrom(target);
  const known = goodPairs(target).filter((pair) => !isSamePair(pair, from));
  const places = placesOf(known, placeholders);
  if (to === undefined && isMovedByHand(target) && places.length > 0) {
    throw new UsageError(
      `Target ${target.name} was moved to ${formatPair(from)} by hand, so it is not clear where to go back to`,
      waysTo(target, places, 'say which version'),
      { resource: `target ${target.name}` },
    );
  }
  const index = known.findIndex((pair) => to === undefined || isMeant(pair, to));
  const goal = known[index];
  if (goal !== undefined) {
    return { target, from, goal, isBack: false, isGated: true, before: known.slice(index + 1) };
  }
  if (to === undefined || !isUngated) {
    throw nothingRecorded(target, known, { to, placeholders });
  }
  const ungated = parsePair(to) ?? { version: to, deployment: from.deployment };
  return { target, from, goal: ungated, isBack: false, isGated: false, before: known };
}

/** What a rollback takes away from a target that is not back already. */
export function pairFrom(target: Target): Pair {
  const journal = journalOf(target);
  return journal?.state === 'trial' ? journal.pair : pairOf(target);
}

/** Whether a rollback had gone back with a target when it was killed. */
export function isEndOf(target: Target, interrupted: string | undefined): boolean {
  const { by, release } = lastJournal(target) ?? {};
  return lastTaken(target) !== undefined && by === 'rollback' && release === interrupted;
}

function isThere(target: Target, to: string): boolean {
  const served = pairOf(target);
  return isMeant(served, to) && hasAccepted(target, served);
}

function isMeant(pair: Pair, to: string): boolean {
  return pair.version === to || formatPair(pair) === to;
}

/** The pairs that a person may be told to go to. */
export function placesOf(
  pairs: readonly Pair[],
  placeholders: ReadonlySet<string> = new Set(),
): readonly Pair[] {
  return pairs.filter(({ version }) => !placeholders.has(version));
}

function nothingRecorded(
  target: Target,
  known: readonly Pair[],
  { to, placeholders }: Aim,
): UsageError {
  const served = formatPair(pairOf(target));
  const taken = lastJournal(target)?.rolledBack?.find(
    (pair) => to !== undefined && isMeant(pair, to),
  );
  if (taken !== undefined) {
    return new UsageError(
      `Target ${target.name} was rolled back from ${formatPair(taken)}`,
      advise(npmRun('release', '--again'), 'to promote it again'),
      { resource: `target ${target.name}` },
    );
  }
  const release = advise(npmRun('release'), 'mend the code, then');
  if (known.length === 0) {
    return new UsageError(
      `No pair is recorded that target ${target.name} served before ${served}`,
      release,
      { resource: `target ${target.name}` },
    );
  }
  const places = placesOf(known, placeholders);
  return new UsageError(
    `Target ${target.name} serves ${served}, and no pair with version ${to ?? ''} is recorded that it served before`,
    places.length === 0 ? release : waysTo(target, places, 'name a recorded version'),
    { resource: `target ${target.name}` },
  );
}

function waysTo(target: Target, places: readonly Pair[], text: string): Next {
  const names = new Set(places.map((pair) => nameFor(target, pair)));
  const ways = [...names].map((to) =>
    advise(npmRun('rollback', '--target', target.name, '--to', to)),
  );
  return { ...anyOf(ways), text };
}

/** How a pair before is named to go back to: by its version, but where that leads to what is served. */
export function nameFor(target: Target, pair: Pair): string {
  return isThere(target, pair.version) ? formatPair(pair) : pair.version;
}

/**
 * The pair that a candidate on trial was to come after, where most requests meet that one still, and the rollback goes
 * further back.
 */
export function passedBy({ target, from, goal }: WayBack): Pair | undefined {
  const served = pairOf(target);
  return isSamePair(served, from) || isSamePair(served, goal) ? undefined : served;
}

/**
 * What stands in the journal while a rollback is under way: as of a candidate that is to be put
 * back, so that the next release, too, would complete it.
 */
export function beginJournal(way: WayBack, release: string): Journal {
  const { goal, isGated, before } = way;
  return {
    state: 'trial',
    pair: passedBy(way) ?? way.from,
    ...(isGated ? { before: [goal, ...before] } : { before, over: goal }),
    rolledBack: rolledBackBy(way),
    by: 'rollback',
    release,
  };
}

/** What is taken away, and what is passed by unless it is kept; then what earlier rollbacks took away. */
function rolledBackBy(way: WayBack): readonly Pair[] {
  const { target, from, goal, before } = way;
  const passed = passedBy(way) ?? from;
  const isKept = before.some((pair) => isSamePair(pair, passed));
  const earlier = lastJournal(target)?.rolledBack ?? [];
  return [from, ...(isKept ? [] : [passed]), ...earlier].filter(
    (pair, index, all) =>
      all.findIndex((other) => isSamePair(other, pair)) === index && !isSamePair(pair, goal),
  );
}

/**
 * Whether a rollback took a pair away from a target, and nothing was promoted to it since. One that is on trial there
 * again was killed after it had been told to promote it.
 */
export function wasRolledBackFrom(target: Target, pair: Pair): boolean {
  const { rolledBack = [] } = lastJournal(target) ?? {};
  return !isOnTrial(target, pair) && rolledBack.some((taken) => isSamePair(taken, pair));
}
