import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { toEntry, type HistoryEntry } from './entries.ts';
import { readReleaseLog, type ReleaseRecord } from './release-log.ts';

/** How many releases and rollbacks are read. */
const counted = 200;

/**
 * How a stack was released until now, for the report of a run. It is read while the run goes on, so that
 * nobody waits for it at the end; what the run itself has written by then is known here.
 */
export class HistoryAhead {
  readonly #logs: CloudWatchLogsClient;
  readonly #functionName: string;
  #reading: Promise<readonly ReleaseRecord[]> | undefined;
  #own: ReleaseRecord | undefined;

  constructor(logs: CloudWatchLogsClient, functionName: string) {
    this.#logs = logs;
    this.#functionName = functionName;
  }

  /** Begins to read; what goes wrong is told by {@link entries}. */
  begin(): void {
    this.#reading ??= this.#read();
    this.#reading.catch(() => undefined);
  }

  /** What the run has written. */
  end(record: ReleaseRecord): void {
    this.#own = record;
  }

  /**
   * @returns newest first, the run's own at the head; none where nothing was begun. Of those without an end nobody
   *   looks whether they run: this one does.
   * @throws {Error} when the log could not be read.
   */
  async entries(): Promise<readonly HistoryEntry[]> {
    const own = this.#own;
    const before = (await this.#reading) ?? [];
    const others = before.filter(({ release }) => release !== own?.release);
    return [...(own ? [own] : []), ...others].map((record) => toEntry(record, { kind: 'free' }));
  }

  async #read(): Promise<readonly ReleaseRecord[]> {
    const records: ReleaseRecord[] = [];
    for await (const record of readReleaseLog(this.#logs, this.#functionName)) {
      records.push(record);
      if (records.length === counted) {
        break;
      }
    }
    return records;
  }
}
