import type { Clients } from '../aws/clients.ts';
import { readLockState, type LockState } from '../lock/lock-state.ts';
import { readReleaseLog, type ReleaseRecord } from './release-log.ts';

/** One release or rollback, as `npm run history -- --json` shows it. */
export interface HistoryEntry {
  /** When it took the lock, ISO 8601. */
  readonly at: string;
  /** When it gave the lock back, ISO 8601. */
  readonly endedAt: string | undefined;
  readonly release: string;
  /** Where this is of, of a stack in several regions. */
  readonly region?: string;
  readonly kind: 'release' | 'rollback' | 'unknown';
  readonly commit: string | undefined;
  /** When that was committed, ISO 8601. */
  readonly committedAt: string | undefined;
  readonly who: string | undefined;
  /** Name of the target that `who` approved. */
  readonly approves: string | undefined;
  readonly version: string | undefined;
  readonly deployment: string | undefined;
  /** Base64 of the bundle's SHA-256. */
  readonly codeSha256: string | undefined;
  /** Names of the targets that it left on this pair. */
  readonly targets: readonly string[];
  /** Names of the targets that it put back. */
  readonly putBack: readonly string[];
  /** Names of the alarms that it was told to ignore. */
  readonly ignoredAlarms: readonly string[];
  /** Regions that it was told to leave as they were. */
  readonly skipped: readonly string[];
  /** As the log has it; `running` and `interrupted` where it has no end. */
  readonly outcome: string;
}

/**
 * What several regions have, newest first; of a release in several of them there is an entry for each, one after
 * the other.
 *
 * @param limit of releases and rollbacks.
 */
export function mergeHistories(
  histories: readonly (readonly HistoryEntry[])[],
  limit: number,
): readonly HistoryEntry[] {
  const byRelease = Map.groupBy(histories.flat(), ({ release }) => release);
  const beginOf = (entries: readonly HistoryEntry[]) =>
    Math.min(...entries.map(({ at }) => Date.parse(at)));
  return [...byRelease.values()]
    .sort((one, other) => beginOf(other) - beginOf(one))
    .slice(0, limit)
    .flat();
}

/** The newest releases and rollbacks, newest first. */
export async function readHistory(
  { logs, lambda }: Pick<Clients, 'logs' | 'lambda'>,
  functionName: string,
  limit: number,
): Promise<HistoryEntry[]> {
  const records: ReleaseRecord[] = [];
  for await (const record of readReleaseLog(logs, functionName)) {
    records.push(record);
    if (records.length === limit) {
      break;
    }
  }
  const hasOpenEnd = records.some(({ ended }) => ended === undefined);
  const lock: LockState = hasOpenEnd
    ? await readLockState(lambda, functionName, new AbortController().signal)
    : { kind: 'free' };
  return records.map((record) => toEntry(record, lock));
}

/** @param lock as it is now, which tells whether a release without an end is running. */
export function toEntry({ release, started, ended }: ReleaseRecord, lock: LockState): HistoryEntry {
  const isRunning = lock.kind === 'running' && lock.release === release;
  return {
    at: (started?.at ?? ended?.at ?? new Date(0)).toISOString(),
    endedAt: ended?.at.toISOString(),
    release,
    kind: started?.kind ?? 'unknown',
    commit: started?.commit,
    committedAt: started?.committedAt,
    who: started?.who,
    approves: started?.approves,
    version: ended?.version,
    deployment: ended?.deployment,
    codeSha256: ended?.codeSha256,
    targets: ended?.targets ?? [],
    putBack: ended?.putBack ?? [],
    ignoredAlarms: ended?.ignoredAlarms ?? [],
    skipped: ended?.skipped ?? [],
    outcome: ended?.outcome ?? (isRunning ? 'running' : 'interrupted'),
  };
}
