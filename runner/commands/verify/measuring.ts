import { formatPair } from '../../../stack/pair.ts';
import type { Pace } from './pace.ts';
import type { Probes } from './probes-of.ts';
import { spreadOf, type Spread } from './spread.ts';
import type { ThrowAway } from './throw-away.ts';
import type { VerifyClients } from './verify-clients.ts';
import { watchChange, type Probe, type Sight } from './watch-change.ts';

/** What is measured, as reports name it. */
export const kinds = [
  'stage',
  'canary',
  'alias',
  'alias by Invoke',
  'weights',
  'GetStage',
  'GetAlias',
  'GetFunctionConfiguration',
] as const;

export type Kind = (typeof kinds)[number];

/** Seconds until the last old answer, over all changes of a kind. */
export interface SpreadOf {
  readonly kind: Kind;
  readonly spread: Spread;
}

/** What measures work with. */
export interface Measuring {
  readonly clients: VerifyClients;
  readonly thing: ThrowAway;
  readonly probes: Probes;
  readonly pace: Pace;
  readonly signal: AbortSignal;
  /** Tells how far it has come. */
  readonly say: (text: string) => void;
}

/** Pairs that one write named together: `1@a1b2c3`, `2@d4e5f6`. */
export function wholePairs({ pairs: [first, second] }: ThrowAway): readonly [string, string] {
  return [formatPair(first), formatPair(second)];
}

/** What is not the state `0` is the state `1`. */
export function otherThan(state: 0 | 1): 0 | 1 {
  return state === 0 ? 1 : 0;
}

/** The state that change number `at` leads to: there and back again, beginning at `0`. */
export function stateAfter(at: number): 0 | 1 {
  return at % 2 === 0 ? 1 : 0;
}

/** @param quietMs longer than the pace says, where it must be. */
export function watch(
  { pace, signal }: Measuring,
  change: () => Promise<unknown>,
  probes: readonly Probe[],
  quietMs = 0,
): Promise<readonly Sight[]> {
  const { longestMs } = pace;
  return watchChange(
    change,
    probes,
    { quietMs: Math.max(pace.quietMs, quietMs), longestMs },
    signal,
  );
}

/** Does something for each of the changes, one after another. */
export async function forEachChange<T>(
  { pace: { changes } }: Measuring,
  act: (at: number) => Promise<T>,
): Promise<readonly T[]> {
  const results: T[] = [];
  for (let at = 0; at < changes; at += 1) {
    results.push(await act(at));
  }
  return results;
}

/** @param probe the index of the probe that watched for it. */
export function spreadAt(
  kind: Kind,
  sights: readonly (readonly Sight[])[],
  probe: number,
): SpreadOf {
  return { kind, spread: spreadOf(sights.map((each) => each[probe]?.seconds ?? 0)) };
}

/** Half as long again as the longest change that was seen, in milliseconds: then the next one is everywhere. */
export function settledMs(spreads: readonly SpreadOf[]): number {
  return Math.max(0, ...spreads.map(({ spread }) => spread.worst * 1500));
}
