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
  /** When each stream was made, which outlasts its events; undefined until it was looked for in the files. */
  #made: Map<string, number> | undefined;

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
    if (this.#made !== undefined) {
      noteMade(this.#made, record);
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
    this.#made = new Map();
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
    for (const record of this.#records()) {
      applyRecord(streams, record);
    }
    return streams;
  }

  *#records(): Generator<LogRecord> {
    for (const file of [this.#older, this.#newer]) {
      for (const line of file.values()) {
        const record = decodeLogRecord(line);
        if (record !== undefined) {
          yield record;
        }
      }
    }
  }

  #rotate(): void {
    const made = (this.#made ??= this.#findMade());
    this.#older.close();
    this.#newer.moveTo(this.#older.path);
    this.#newer.write(
      [...made].map(([stream, at]) => encodeLogRecord({ kind: 'created', stream, at })),
    );
    this.#streams = undefined;
  }

  #findMade(): Map<string, number> {
    const made = new Map<string, number>();
    for (const record of this.#records()) {
      noteMade(made, record);
    }
    return made;
  }
}

function noteMade(made: Map<string, number>, record: LogRecord): void {
  const { kind, stream } = record;
  if (kind === 'deleted') {
    made.delete(stream);
  } else if (!made.has(stream)) {
    made.set(stream, kind === 'created' ? record.at : record.event.ingestionTime);
  }
}
