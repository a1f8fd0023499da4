import { formatPair, parsePair, type Pair } from './pair.ts';

/**
 * What the runner writes into an alias's description, in the same conditional call that moves the
 * alias: all that a later run needs to continue, to put back or to roll back (invariant 4).
 */
export interface Journal {
  /** `trial` until the target's gates are green, then `accepted`. */
  readonly state: 'trial' | 'accepted';
  readonly pair: Pair;
  /** The accepted pairs that the target served before, newest first. */
  readonly before: readonly Pair[];
  /** Id of the release that wrote it. */
  readonly release: string;
}

/** So that the text stays within Lambda's 256 characters for a description. */
const keptPairs = 5;

/** `accepted 7@a1b2c3 after 6@d4e5f6, 5@d4e5f6 by release 20261123T051512-1f0c` */
export function formatJournal({ state, pair, before, release }: Journal): string {
  const pairs = before.slice(0, keptPairs).map(formatPair).join(', ');
  return `${state} ${formatPair(pair)} after ${pairs === '' ? 'nothing' : pairs} by release ${release}`;
}

/** @returns undefined for a description that the runner did not write. */
export function parseJournal(description: string): Journal | undefined {
  const pattern = /^(trial|accepted) (\S+) after (.+) by release (\S+)$/;
  const [, state, pairText = '', beforeText = '', release] = pattern.exec(description) ?? [];
  const pair = parsePair(pairText);
  const before = parsePairs(beforeText);
  if ((state !== 'trial' && state !== 'accepted') || !pair || !before || release === undefined) {
    return undefined;
  }
  return { state, pair, before, release };
}

function parsePairs(text: string): Pair[] | undefined {
  const pairs = text === 'nothing' ? [] : text.split(', ').map(parsePair);
  const known = pairs.filter((pair) => pair !== undefined);
  return known.length === pairs.length ? known : undefined;
}
