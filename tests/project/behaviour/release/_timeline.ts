import { isSamePair, type Pair } from '../../../../stack/pair.ts';
import type { Answer } from './_load.ts';

/** A whole answer: code and API definition of one candidate. */
export interface Whole {
  readonly version: string;
  readonly greeting: string;
  readonly deployment: string;
  readonly cacheControl: string;
}

interface Period {
  readonly target: string;
  readonly whole: Whole;
  readonly from: number;
  until: number;
}

/** What each target was allowed to answer, and when. */
export class Timeline {
  readonly #periods: Period[] = [];

  /** @param from milliseconds since 1970. */
  begin(target: string, whole: Whole, from: number): void {
    this.#periods.push({ target, whole, from, until: Infinity });
  }

  /** Of requests that are sent later, none may be answered with it. */
  end(target: string, whole: Whole, until: number): void {
    for (const period of this.#periods) {
      if (period.target === target && isSame(period.whole, whole) && period.until === Infinity) {
        period.until = until;
      }
    }
  }

  /** Whether a target may answer with a pair at a time: milliseconds since 1970. */
  allows(target: string, pair: Pair, at: number, graceMs: number): boolean {
    return this.#periods.some(
      ({ whole, from, until, ...period }) =>
        period.target === target && isSamePair(whole, pair) && from <= at && at <= until + graceMs,
    );
  }

  /**
   * A request that was under way while its target switched may get the answer of either side.
   *
   * @param graceMs how long hosts may go on with what a target gave up.
   * @returns what is wrong with an answer, undefined when nothing is.
   */
  judge(answer: Answer, graceMs: number): string | undefined {
    const { target, status, sentAt, receivedAt } = answer;
    if (status !== 200) {
      return `failed: ${describe(answer)}`;
    }
    const same = this.#periods.filter(({ whole }) => isSame(whole, answer));
    if (same.length === 0) {
      return `mixed: ${describe(answer)}`;
    }
    const isAllowed = same.some(
      (period) =>
        period.target === target && period.from <= receivedAt && sentAt <= period.until + graceMs,
    );
    return isAllowed ? undefined : `ungated, or given up: ${describe(answer)}`;
  }
}

function isSame(a: Whole, b: Whole): boolean {
  return (
    a.version === b.version &&
    a.greeting === b.greeting &&
    a.deployment === b.deployment &&
    a.cacheControl === b.cacheControl
  );
}

function describe({ target, status, version, deployment, greeting, cacheControl }: Answer): string {
  return `${target} answered ${status} ${version}@${deployment} ${greeting} ${cacheControl}`;
}
