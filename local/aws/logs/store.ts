import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { FlushTimer } from '../journal/flush-timer.ts';
import { GroupLog } from './group-log.ts';
import type { LogStream } from './streams.ts';

const defaultMaxGroupBytes = 50 * 1024 * 1024;
const flushDelayMs = 50;

/** Log streams and events of one account and region, a pair of files for each log group. */
export class LogStore {
  readonly #dir: string;
  readonly #maxGroupBytes: number;
  readonly #groups = new Map<string, GroupLog>();
  readonly #timer = new FlushTimer(() => {
    this.flush();
  }, flushDelayMs);
  #sequence = 0;

  /** @param options.maxGroupBytes A group keeps at least the newest half of this on disk. */
  constructor(dir: string, options: { readonly maxGroupBytes?: number } = {}) {
    this.#dir = dir;
    this.#maxGroupBytes = options.maxGroupBytes ?? defaultMaxGroupBytes;
  }

  /**
   * Adds events to a stream, which begins to exist with its first event. They can be read at once and are on disk
   * within 50 ms, or when `flush` returns.
   * @param events `timestamp` in milliseconds since the epoch.
   */
  append(
    group: string,
    stream: string,
    events: readonly { timestamp: number; message: string }[],
    ingestionTime: number = Date.now(),
  ): void {
    const log = this.#group(group);
    for (const { timestamp, message } of events) {
      const event = { timestamp, ingestionTime, message, sequence: this.#nextSequence() };
      log.append({ kind: 'event', stream, event });
    }
    this.#timer.request();
  }

  createStream(group: string, stream: string, at: number): void {
    this.#group(group).append({ kind: 'created', stream, at });
    this.flush();
  }

  deleteStream(group: string, stream: string): void {
    this.#group(group).append({ kind: 'deleted', stream });
    this.flush();
  }

  deleteGroup(group: string): void {
    this.#group(group).remove();
    this.#groups.delete(group);
  }

  /** The streams of a group by name, each with its events by time. */
  streams(group: string): ReadonlyMap<string, LogStream> {
    return this.#group(group).streams();
  }

  /** What a group takes on disk. */
  bytes(group: string): number {
    return this.#group(group).bytes();
  }

  /** Everything that was appended is on disk when this returns. */
  flush(): void {
    this.#timer.cancel();
    for (const log of this.#groups.values()) {
      log.flush();
    }
  }

  close(): Promise<void> {
    this.#timer.cancel();
    for (const log of this.#groups.values()) {
      log.close();
    }
    return Promise.resolve();
  }

  #group(name: string): GroupLog {
    let log = this.#groups.get(name);
    if (log === undefined) {
      log = new GroupLog(join(this.#dir, fileName(name)), this.#maxGroupBytes);
      this.#groups.set(name, log);
    }
    return log;
  }

  /** Grows over restarts too, as it follows the clock. */
  #nextSequence(): number {
    this.#sequence = Math.max(this.#sequence + 1, Date.now() * 1000);
    return this.#sequence;
  }
}

/** Readable, short enough, and different for names that differ only in case. */
function fileName(group: string): string {
  const readable = group.replace(/[^A-Za-z0-9_-]/g, '_').slice(-80);
  const hash = createHash('sha256').update(group).digest('hex').slice(0, 16);
  return `${readable}-${hash}`;
}
