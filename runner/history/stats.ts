import { labelOf } from '../../stack/target-label.ts';
import { exitStatus, outcomeOf } from '../errors.ts';
import type { HistoryEntry } from './entries.ts';

/** How a target is released to, in the measures of DORA (https://dora.dev/guides/dora-metrics-four-keys). */
export interface TargetStats {
  readonly target: string;
  /** That promoted something to it, which was accepted. */
  readonly releases: number;
  /** Null for a single release. */
  readonly perWeek: number | null;
  /** Median from the commit to the end of its release; null where no commit is known. */
  readonly leadTimeMs: number | null;
  /** Of the releases that reached it, those that a gate put back, or somebody rolled back: 0 to 1. */
  readonly putBackRate: number | null;
  /** Median from the end of a release to the end of the rollback that took it away. */
  readonly restoreMs: number | null;
}

const weekMs = 7 * 24 * 3_600_000;

/**
 * @param entries of a stack's history, newest first.
 * @param now milliseconds since 1970.
 * @returns of each target that any of them reached, by name.
 */
export function computeStats(entries: readonly HistoryEntry[], now: number): TargetStats[] {
  const placed = entries.map(withPlaces);
  const names = new Set(placed.flatMap(({ targets, putBack }) => [...targets, ...putBack]));
  return [...names].sort().map((target) => statsOf(target, placed, now));
}

/** Its targets as people are told of them, with their region where there are several. */
function withPlaces(entry: HistoryEntry): HistoryEntry {
  const { region, targets, putBack } = entry;
  const label = (name: string) => labelOf({ name, region });
  return { ...entry, targets: targets.map(label), putBack: putBack.map(label) };
}

function statsOf(target: string, entries: readonly HistoryEntry[], now: number): TargetStats {
  const oldestFirst = [...entries].reverse();
  const accepted: HistoryEntry[] = [];
  const restoresMs: number[] = [];
  let putBack = 0;
  let last: HistoryEntry | undefined;
  let served: HistoryEntry | undefined;
  for (const entry of oldestFirst) {
    const before = served;
    served = entry.targets.includes(target) ? entry : before;
    if (entry.kind === 'rollback' && entry.targets.includes(target)) {
      if (last?.endedAt !== undefined && entry.endedAt !== undefined) {
        restoresMs.push(Date.parse(entry.endedAt) - Date.parse(last.endedAt));
      }
      last = undefined;
    } else if (entry.putBack.includes(target)) {
      putBack += 1;
    } else if (entry.kind === 'release' && served === entry && isPromotion(entry, before)) {
      accepted.push(entry);
      last = entry;
    }
  }
  const [first] = accepted;
  const reached = accepted.length + putBack;
  const leadTimesMs = accepted.flatMap(({ committedAt, endedAt }) =>
    committedAt === undefined || endedAt === undefined
      ? []
      : [Date.parse(endedAt) - Date.parse(committedAt)],
  );
  return {
    target,
    releases: accepted.length,
    perWeek:
      first === undefined || accepted.length < 2
        ? null
        : (accepted.length * weekMs) / Math.max(now - Date.parse(first.at), weekMs),
    leadTimeMs: medianOf(leadTimesMs),
    putBackRate: reached === 0 ? null : (putBack + restoresMs.length) / reached,
    restoreMs: medianOf(restoresMs),
  };
}

/**
 * Whether a release promoted what it left on a target. The history names what is served at its end, also by one that
 * was refused, or that found it there.
 *
 * @param before which left the target as this one found it.
 */
function isPromotion(entry: HistoryEntry, before: HistoryEntry | undefined): boolean {
  const isThere =
    entry.version !== undefined &&
    entry.version === before?.version &&
    entry.deployment === before.deployment;
  return entry.outcome !== outcomeOf(exitStatus.usage) && !isThere;
}

function medianOf(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return upper === undefined || lower === undefined ? null : (lower + upper) / 2;
}
