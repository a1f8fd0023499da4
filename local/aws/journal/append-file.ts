import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/**
 * A file of lines that only grows. A write is in the operating system's hands when it returns, so it outlives
 * a killed process; a line that such a kill cut short is skipped by readers and never merges with the next.
 */
export class AppendFile {
  readonly path: string;
  #descriptor: number | undefined;
  #size = 0;

  constructor(path: string) {
    this.path = path;
  }

  /** In bytes. */
  get size(): number {
    this.#open();
    return this.#size;
  }

  /** Appends lines; none of them may hold a line break. */
  write(lines: readonly string[]): void {
    if (lines.length > 0) {
      const bytes = Buffer.from(`${lines.join('\n')}\n`);
      this.#writeAll(this.#open(), bytes);
      this.#size += bytes.length;
    }
  }

  /** The parsed lines, oldest first; a line that is not JSON is left out. */
  read(): unknown[] {
    return [...this.values()];
  }

  /** As {@link read}, one after another, so that they need not all be held at once. */
  *values(): Generator {
    const text = existsSync(this.path) ? readFileSync(this.path, 'utf8') : '';
    let start = 0;
    while (start < text.length) {
      const lineBreak = text.indexOf('\n', start);
      const end = lineBreak < 0 ? text.length : lineBreak;
      const value = parseLine(text.slice(start, end));
      if (value !== undefined) {
        yield value;
      }
      start = end + 1;
    }
  }

  /** Puts these lines in the place of all the others, at once. */
  replace(lines: readonly string[]): void {
    this.close();
    mkdirSync(dirname(this.path), { recursive: true });
    const temporary = `${this.path}.tmp`;
    writeFileSync(temporary, lines.map((line) => `${line}\n`).join(''));
    renameSync(temporary, this.path);
  }

  /** Renames the file, over an older one of that name; the next write begins an empty one. */
  moveTo(path: string): void {
    this.close();
    if (existsSync(this.path)) {
      renameSync(this.path, path);
    }
  }

  remove(): void {
    this.close();
    rmSync(this.path, { force: true });
  }

  /** A later write opens the file again. */
  close(): void {
    if (this.#descriptor !== undefined) {
      closeSync(this.#descriptor);
      this.#descriptor = undefined;
    }
  }

  #open(): number {
    if (this.#descriptor === undefined) {
      mkdirSync(dirname(this.path), { recursive: true });
      const descriptor = openSync(this.path, 'a+');
      this.#descriptor = descriptor;
      this.#size = fstatSync(descriptor).size;
      if (this.#size > 0 && !this.#endsWithLineBreak(descriptor)) {
        this.#size += writeSync(descriptor, '\n');
      }
    }
    return this.#descriptor;
  }

  #endsWithLineBreak(descriptor: number): boolean {
    const last = Buffer.alloc(1);
    readSync(descriptor, last, 0, 1, this.#size - 1);
    return last.toString() === '\n';
  }

  #writeAll(descriptor: number, bytes: Buffer): void {
    for (let written = 0; written < bytes.length;) {
      written += writeSync(descriptor, bytes, written);
    }
  }
}

/** @returns undefined for a line that is not JSON. */
function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
