import { setTimeout as delay } from 'node:timers/promises';
import type { Lag } from '../../../../local/aws/lag/lag.ts';

/** What the waits of a release for propagation are counted by. */
export interface LagClock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** Of a wait while there are callers: so many moments, so many milliseconds each. */
const moments = 20;
const momentMs = 4;

/**
 * The clock of the lag of an embedded AWS: who sleeps by it lets the time pass for its hosts, so that a
 * test with a lag of five seconds costs no second.
 */
export class TestLagClock implements LagClock {
  readonly #lag: Lag;
  readonly #hasCallers: boolean;
  /** By how much the lag was before the machine's clock, and since when by that. */
  readonly #passed = [{ sinceMs: -Infinity, passedMs: 0 }];

  constructor(lag: Lag, { hasCallers }: { readonly hasCallers: boolean }) {
    this.#lag = lag;
    this.#hasCallers = hasCallers;
  }

  readonly now = (): number => Date.now() + this.#lag.passedMs;

  readonly sleep = async (ms: number, signal?: AbortSignal): Promise<void> => {
    signal?.throwIfAborted();
    const until = this.now() + ms;
    const stride = this.#hasCallers ? ms / moments : ms;
    for (let left = ms; left > 0; left = until - this.now()) {
      this.#pass(Math.min(stride, left));
      if (this.#hasCallers) {
        await delay(momentMs, undefined, { signal });
      }
    }
  };

  /** @param ms by the machine's clock. */
  at(ms: number): number {
    const { passedMs = 0 } = this.#passed.findLast(({ sinceMs }) => sinceMs <= ms) ?? {};
    return ms + passedMs;
  }

  #pass(ms: number): void {
    this.#lag.pass(ms / 1000);
    this.#passed.push({ sinceMs: Date.now(), passedMs: this.#lag.passedMs });
  }
}
