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
  /** As the log has it; `running` and `interrupted` where it has no end. */
  readonly outcome: string;
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
  return records.map((record) => describe(record, lock));
}

function describe({ release, started, ended }: ReleaseRecord, lock: LockState): HistoryEntry {
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
    outcome: ended?.outcome ?? (isRunning ? 'running' : 'interrupted'),
  };
}
