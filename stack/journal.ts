import { formatPair, parsePair, type Pair } from './pair.ts';

/**
 * What the runner writes into an alias's description, in the same conditional call that moves the
 * alias: all that a later run needs to continue, to put back or to roll back (invariant 4).
 */
export interface Journal {
  /** `trial` until the target's gates are green, then `accepted`. */
  readonly state: 'trial' | 'accepted';
  readonly pair: Pair;
  /** Share of the requests that a pair on trial gets while it is rolled out; undefined for all. */
  readonly percent?: number | undefined;
  /** The accepted pairs that the target served before, newest first. */
  readonly before: readonly Pair[];
  /**
   * What a target on trial goes back to where that is not the first of those: a person had made it
   * serve a pair that no gate saw.
   */
  readonly over?: Pair | undefined;
  /** The pairs that rollbacks took away since the last promotion, newest first. */
  readonly rolledBack?: readonly Pair[] | undefined;
  /** Which of the two it tells of; a rollback that was killed may be ended by a release. */
  readonly by: 'release' | 'rollback';
  /** Id of the release or rollback that wrote it. */
  readonly release: string;
}

/** What Lambda takes for an alias's description. */
const maxLength = 256;
const keptPairs = 5;
const keptRolledBack = 3;

/**
 * `accepted 7@a1b2c3 after 6@d4e5f6, 5@d4e5f6 by release 20261123T051512-1f0c`, with ` at 25%`
 * after the pair while it is rolled out, ` over 9@a1b2c3` after the pairs before where a person had made
 * that one serve, and after a rollback with `by rollback`, and `, rolled back from 8@a1b2c3` at the end. Of the pairs before
 * it keeps the newest five, or as many as Lambda's 256 characters for a description hold.
 */
export function formatJournal(journal: Journal): string {
  const texts = Array.from({ length: keptPairs }, (_, left) => write(journal, keptPairs - left));
  return texts.find((text) => text.length <= maxLength) ?? '';
}

function write(journal: Journal, kept: number): string {
  const { state, pair, percent, before, over, rolledBack, by, release } = journal;
  const share = percent === undefined ? '' : ` at ${String(percent)}%`;
  const good = formatPairs(before, kept) || 'nothing';
  const pairs = over === undefined ? good : `${good} over ${formatPair(over)}`;
  const taken = formatPairs(rolledBack ?? [], keptRolledBack);
  const suffix = taken === '' ? '' : `, rolled back from ${taken}`;
  return `${state} ${formatPair(pair)}${share} after ${pairs} by ${by} ${release}${suffix}`;
}

function formatPairs(pairs: readonly Pair[], kept: number): string {
  return pairs.slice(0, kept).map(formatPair).join(', ');
}

/** @returns undefined for a description that the runner did not write. */
export function parseJournal(description: string): Journal | undefined {
  const pattern =
    /^(trial|accepted) (\S+)(?: at ([\d.]+)%)? after (.+?)(?: over (\S+))? by (release|rollback) (\S+?)(?:, rolled back from (.+))?$/;
  const [, state, pairText = '', percent, beforeText = '', overText, by, release, rolledBackText] =
    pattern.exec(description) ?? [];
  const pair = parsePair(pairText);
  const before = parsePairs(beforeText);
  const over = overText === undefined ? undefined : parsePair(overText);
  const rolledBack = parsePairs(rolledBackText ?? 'nothing');
  if (
    (state !== 'trial' && state !== 'accepted') ||
    !pair ||
    !before ||
    !rolledBack ||
    (overText !== undefined && !over) ||
    (by !== 'release' && by !== 'rollback') ||
    release === undefined
  ) {
    return undefined;
  }
  return {
    state,
    pair,
    before,
    by,
    release,
    ...(over && { over }),
    ...(percent !== undefined && { percent: Number(percent) }),
    ...(rolledBack.length > 0 && { rolledBack }),
  };
}

/** The pairs that passed their gates, newest first: a candidate on trial is not among them. */
export function goodPairsOf({ state, pair, before }: Journal): readonly Pair[] {
  return state === 'accepted' ? [pair, ...before] : before;
}

/** Whether a journal is one that a rollback wrote before it moved traffic. */
export function isRollback({ state, by }: Journal): boolean {
  return state === 'trial' && by === 'rollback';
}

function parsePairs(text: string): Pair[] | undefined {
  const pairs = text === 'nothing' ? [] : text.split(', ').map(parsePair);
  const known = pairs.filter((pair) => pair !== undefined);
  return known.length === pairs.length ? known : undefined;
}
