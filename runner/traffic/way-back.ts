import { UsageError } from '../errors.ts';
import { advise, anyOf, npmRun, type Next } from '../report/next.ts';
import { parseJournal, type Journal } from './journal.ts';
import { formatPair, isSamePair, type Pair } from './pair.ts';
import { journalOf, pairOf, type Target } from './target.ts';

/** What a rollback is going to do with a target. */
export interface WayBack {
  readonly target: Target;
  /** What is taken away: the pair on trial or, when none is, what is served. */
  readonly from: Pair;
  /** A pair that the target accepted before. */
  readonly goal: Pair;
  /** The pairs accepted before the goal, newest first. */
  readonly before: readonly Pair[];
}

/**
 * Finds the pair to go back to in what the runner wrote about a target.
 *
 * @param to the version to go back to; undefined for the pair before.
 * @throws {UsageError} when there is no such pair, or when it is not clear which is meant.
 */
export function findWayBack(target: Target, to: string | undefined): WayBack {
  const journal = journalOf(target);
  if (journal === undefined || !isAsWritten(target, journal)) {
    return afterMoveByHand(target, to);
  }
  const { pair: from, before } = journal;
  const index = to === undefined ? 0 : before.findIndex(({ version }) => version === to);
  const goal = before[index];
  if (goal === undefined) {
    throw nothingRecorded(target, before, to);
  }
  return { target, from, goal, before: before.slice(index + 1) };
}

/** Whether the API stage is where the runner left it. */
function isAsWritten(target: Target, { state, pair }: Journal): boolean {
  return state === 'trial' || pairOf(target).deployment === pair.deployment;
}

function afterMoveByHand(target: Target, to: string | undefined): WayBack {
  const journal = lastJournal(target);
  const accepted = journal?.state === 'accepted' ? [journal.pair] : [];
  const known = [...accepted, ...(journal?.before ?? [])];
  const index = known.findIndex(({ version }) => version === to);
  const goal = known[index];
  const from = pairOf(target);
  if (to === undefined && known.length > 0) {
    throw new UsageError(
      `Target ${target.name} was moved to ${formatPair(from)} by hand, so it is not clear where to go back to`,
      waysTo(target, known, 'say which version'),
      { resource: `target ${target.name}` },
    );
  }
  if (goal === undefined) {
    throw nothingRecorded(target, known, to);
  }
  return { target, from, goal, before: known.slice(index + 1) };
}

function nothingRecorded(target: Target, known: readonly Pair[], to?: string): UsageError {
  const served = formatPair(pairOf(target));
  if (known.length === 0) {
    return new UsageError(
      `No pair is recorded that target ${target.name} served before ${served}`,
      advise(npmRun('release'), 'mend the code, then'),
      { resource: `target ${target.name}` },
    );
  }
  return new UsageError(
    `Target ${target.name} serves ${served}, and no pair with version ${to ?? ''} is recorded that it served before`,
    waysTo(target, known, 'name a recorded version'),
    { resource: `target ${target.name}` },
  );
}

function waysTo({ name }: Target, known: readonly Pair[], text: string): Next {
  const versions = [...new Set(known.map(({ version }) => version))];
  const ways = versions.map((version) =>
    advise(npmRun('rollback', '--target', name, '--to', version)),
  );
  return { ...anyOf(ways), text };
}

/**
 * What stands in the journal while a rollback is under way: as of a candidate that is to be put
 * back, so that the next release, too, would complete it.
 */
export function beginJournal(way: WayBack, release: string): Journal {
  const { from: pair, goal, before } = way;
  return {
    state: 'trial',
    pair,
    before: [goal, ...before],
    rolledBack: rolledBackBy(way),
    release,
  };
}

/** What stands in the journal afterwards: a second rollback goes on to the pair before. */
export function endJournal(way: WayBack, release: string): Journal {
  const { goal: pair, before } = way;
  return { state: 'accepted', pair, before, rolledBack: rolledBackBy(way), release };
}

/** Also when somebody moved the alias since it was written. */
function lastJournal({ alias }: Target): Journal | undefined {
  return parseJournal(alias.description);
}

function rolledBackBy({ target, from, goal }: WayBack): readonly Pair[] {
  const earlier = lastJournal(target)?.rolledBack ?? [];
  return [from, ...earlier.filter((pair) => !isSamePair(pair, from))].filter(
    (pair) => !isSamePair(pair, goal),
  );
}
