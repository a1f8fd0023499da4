import type { HistoryEntry } from './entries.ts';

/** A week of releases. */
export interface Week {
  /** When it began, ISO 8601. */
  readonly from: string;
  /** That ended well, at any target. */
  readonly released: number;
  /** That a gate put back, and rollbacks. */
  readonly takenBack: number;
}

const weekMs = 7 * 24 * 3_600_000;

/**
 * Counts the releases of the last weeks, the oldest week first; the last one ends now.
 *
 * @param entries of a stack's history; of a release in several regions only one counts.
 * @param now milliseconds since 1970.
 */
export function countWeeks(entries: readonly HistoryEntry[], now: number, weeks = 12): Week[] {
  const byRelease = new Map(entries.map((entry) => [entry.release, entry]));
  return Array.from({ length: weeks }, (_, index) => {
    const from = now - (weeks - index) * weekMs;
    const during = [...byRelease.values()].filter(({ at }) => {
      const age = Date.parse(at) - from;
      return age >= 0 && age < weekMs;
    });
    const isTakenBack = ({ kind, putBack }: HistoryEntry) =>
      kind === 'rollback' || putBack.length > 0;
    return {
      from: new Date(from).toISOString(),
      released: during.filter((entry) => !isTakenBack(entry) && entry.targets.length > 0).length,
      takenBack: during.filter(isTakenBack).length,
    };
  });
}
