import { checkTrace } from '../../../../local/trace/check.ts';
import { writesOf } from '../../../../local/trace/recorded.ts';
import { formatPair, type Pair } from '../../../../stack/pair.ts';
import type { TestStack } from './_stack.ts';

/** The pairs that a test made as a whole, and the check that no host could ever have served another. */
export class WholePairs {
  /** Since when each is gated on `stage`. */
  readonly #known = new Map<string, number>();

  /** @param gatedAt milliseconds since 1970, by the clock of the lag: before, only `stage` may serve it. */
  add(pair: Pair, gatedAt = -Infinity): void {
    this.#known.set(formatPair(pair), gatedAt);
  }

  /**
   * Checks every answer that any host could have given since the stack was made, however slowly it
   * learned of the changes, within the bounds that the runner was told.
   *
   * @returns how many there were, for people.
   * @throws {ForbiddenAnswer} for the first that mixes two pairs, or is of one before it was gated.
   */
  check({ aws, outputs, propagation }: TestStack): string {
    const { writes } = aws.lag;
    const count = checkTrace(writesOf(writes.list(), outputs), propagation, {
      allowed: (target, pair, at) => {
        const gatedAt = this.#known.get(formatPair(pair));
        return (
          isBeforeFirst(pair) || (gatedAt !== undefined && (target === 'stage' || at >= gatedAt))
        );
      },
    });
    return `${String(count)} answers were possible, none of them mixed or ungated`;
  }
}

/** The placeholder, which says that nothing is released. */
function isBeforeFirst({ version }: Pair): boolean {
  return version === '$LATEST' || version === '1';
}
