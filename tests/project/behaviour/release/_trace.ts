import { checkTrace } from '../../../../local/trace/check.ts';
import { writesOf } from '../../../../local/trace/recorded.ts';
import { formatPair, type Pair } from '../../../../runner/traffic/pair.ts';
import type { TestStack } from './_stack.ts';

/** The pairs that a test made as a whole, and the check that no host could ever have served another. */
export class WholePairs {
  readonly #known = new Set<string>();

  add(pair: Pair): void {
    this.#known.add(formatPair(pair));
  }

  /**
   * Checks every answer that any host could have given since the stack was made, however slowly it
   * learned of the changes, within the bounds that the runner was told.
   *
   * @throws {ForbiddenAnswer} for the first that mixes two pairs.
   */
  check({ aws, outputs, propagation }: TestStack): void {
    checkTrace(writesOf(aws.lag.writes.list(), outputs), propagation, {
      allowed: (_target, pair) => this.#known.has(formatPair(pair)) || isBeforeFirst(pair),
    });
  }
}

/** The placeholder, which says that nothing is released. */
function isBeforeFirst({ version }: Pair): boolean {
  return version === '$LATEST' || version === '1';
}
