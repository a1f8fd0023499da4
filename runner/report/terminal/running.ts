import type { AtMost, ReleaseEvent } from '../events.ts';
import { formatDuration } from '../table.ts';
import { titleWidth } from './describe-event.ts';

/** A step that runs. */
export class Running {
  readonly title: string;
  readonly #sinceMs: number;
  #limit: { readonly until: string; readonly atMs: number } | undefined;
  #tests = 0;
  #red = 0;
  #advance: string | undefined;
  /** What was seen last of a candidate, as lines. */
  look: readonly string[] = [];

  /** @param nowMs of any clock, the same everywhere. */
  constructor({ title, atMost }: Extract<ReleaseEvent, { kind: 'step-started' }>, nowMs: number) {
    this.title = title;
    this.#sinceMs = nowMs;
    if (atMost !== undefined) {
      this.wait(atMost, nowMs);
    }
  }

  wait({ seconds, until }: AtMost, nowMs: number): void {
    this.#limit = { until, atMs: nowMs + seconds * 1000 };
  }

  addTest({ outcome }: Extract<ReleaseEvent, { kind: 'test' }>): void {
    this.#tests += 1;
    this.#red += outcome === 'failed' ? 1 : 0;
  }

  advance({ done, of, what }: Extract<ReleaseEvent, { kind: 'advance' }>): void {
    this.#advance = `${String(done)} of ${String(of)}, ${what}`;
  }

  /** `12 tests, 1 red`; empty where there was none. */
  countTests(): string {
    const red = this.#red === 0 ? '' : `, ${String(this.#red)} red`;
    return this.#tests === 0
      ? ''
      : `${String(this.#tests)} ${this.#tests === 1 ? 'test' : 'tests'}${red}`;
  }

  /** The line of the step, what it waits for on the next one where the window is narrow, and what was seen last. */
  describe(mark: string, nowMs: number, width: number): string[] {
    const elapsed = formatDuration(nowMs - this.#sinceMs).padStart(7);
    const left = this.#limit === undefined ? 0 : this.#limit.atMs - nowMs;
    const told = [
      this.countTests(),
      this.#advance ?? '',
      left > 0 ? `${formatDuration(left)} at most, until ${this.#limit?.until ?? ''}` : '',
    ].filter((text) => text !== '');
    const line = `  ${mark} ${this.title.padEnd(titleWidth)}${elapsed}`;
    const why = told.join('; ');
    const fits = line.length + 2 + why.length <= width;
    return [
      ...(why === '' ? [line] : fits ? [`${line}  ${why}`] : [line, `      ${why}`]),
      ...this.look.map((line) => `      ${line}`),
    ];
  }
}
