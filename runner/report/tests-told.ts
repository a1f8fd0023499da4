import { StringDecoder } from 'node:string_decoder';
import { stripVTControlCharacters } from 'node:util';
import { root } from '../root.ts';
import { readAvaLine } from './model/ava-lines.ts';
import { parseTap } from './model/tap.ts';
import { findPlace, type Place } from './test-place.ts';

/** A test that has ended. */
export interface TestTold {
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** Where it failed, as far as that is told by now. */
  readonly place?: Pick<Place, 'file' | 'line'>;
}

/** Tells the tests of a tier one by one, while the tier prints: TAP, or ava's own lines. */
export class TestsTold {
  readonly #onTest: (test: TestTold) => void;
  readonly #decoder = new StringDecoder('utf8');
  readonly #folder: string;
  #rest = '';
  #isTap = false;
  /** A red one of TAP, whose diagnostic is not complete. */
  #open: string[] = [];

  /** @param folder of the project, where it is not this one. */
  constructor(onTest: (test: TestTold) => void, folder = root) {
    this.#onTest = onTest;
    this.#folder = folder;
  }

  add(printed: Uint8Array): void {
    const lines = (this.#rest + this.#decoder.write(printed)).split(/\r?\n/);
    this.#rest = lines.pop() ?? '';
    lines.forEach((line) => {
      this.#read(stripVTControlCharacters(line));
    });
  }

  end(): void {
    this.add(Buffer.from('\n'));
    this.#close();
  }

  #read(line: string): void {
    this.#isTap ||= /^TAP version \d+/.test(line);
    if (!this.#isTap) {
      const test = readAvaLine(line);
      if (test !== undefined) {
        this.#onTest(test);
      }
    } else if (/^(not )?ok\b/.test(line)) {
      this.#close();
      this.#open = [line];
    } else if (this.#open.length > 0) {
      this.#open.push(line);
    }
    const [first = ''] = this.#open;
    if (first.startsWith('ok') || line.trim() === '...') {
      this.#close();
    }
  }

  #close(): void {
    const [test] = parseTap(['TAP version 14', ...this.#open].join('\n')) ?? [];
    this.#open = [];
    if (test !== undefined) {
      const { name, outcome, message } = test;
      const found = outcome === 'failed' ? findPlace(message, this.#folder) : undefined;
      const place = found && { file: found.file, line: found.line };
      this.#onTest({ name, outcome, ...(place && { place }) });
    }
  }
}
