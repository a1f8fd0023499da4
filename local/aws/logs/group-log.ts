import { AppendFile } from '../journal/append-file.ts';
import { decodeLogRecord, encodeLogRecord, type LogRecord } from './log-record.ts';
import { applyRecord, type LogStream } from './streams.ts';

/**
 * The streams and events of one log group: two files of records, of which the older is dropped when the newer
 * has reached half of the limit. The files are only read when somebody reads the group.
 */
export class GroupLog {
  readonly #newer: AppendFile;
  readonly #older: AppendFile;
  readonly #maxBytes: number;
  #queue: string[] = [];
  #streams: Map<string, LogStream> | undefined;

  /** @param path Without extension. */
  constructor(path: string, maxBytes: number) {
    this.#newer = new AppendFile(`${path}.ndjson`);
    this.#older = new AppendFile(`${path}.old.ndjson`);
    this.#maxBytes = maxBytes;
  }

  /** On disk after the next `flush`. */
  append(record: LogRecord): void {
    this.#queue.push(encodeLogRecord(record));
    if (this.#streams !== undefined) {
      applyRecord(this.#streams, record);
    }
  }

  flush(): void {
    if (this.#queue.length > 0) {
      const lines = this.#queue;
      this.#queue = [];
      this.#newer.write(lines);
      if (this.#newer.size > this.#maxBytes / 2) {
        this.#rotate();
      }
    }
  }

  /** By name. */
  streams(): ReadonlyMap<string, LogStream> {
    if (this.#streams === undefined) {
      this.flush();
      this.#streams = this.#load();
    }
    return this.#streams;
  }

  /** What the group takes on disk. */
  bytes(): number {
    return this.#newer.size + this.#older.size;
  }

  remove(): void {
    this.#queue = [];
    this.#streams = new Map();
    this.#newer.remove();
    this.#older.remove();
  }

  close(): void {
    this.flush();
    this.#newer.close();
    this.#older.close();
  }

  #load(): Map<string, LogStream> {
    const streams = new Map<string, LogStream>();
    for (const line of [...this.#older.read(), ...this.#newer.read()]) {
      const record = decodeLogRecord(line);
      if (record !== undefined) {
        applyRecord(streams, record);
      }
    }
    return streams;
  }

  #rotate(): void {
    const streams = [...this.streams().values()];
    this.#older.close();
    this.#newer.moveTo(this.#older.path);
    this.#newer.write(
      streams.map(({ name, creationTime }) =>
        encodeLogRecord({ kind: 'created', stream: name, at: creationTime }),
      ),
    );
    this.#streams = undefined;
  }
}
