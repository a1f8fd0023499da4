import type { Answers, Sides } from './observation.ts';

/** Two sides, failed and not: `a` and `b` of the first, `c` and `d` of the second. */
interface Table {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
}

/** A term this much smaller than the sum cannot change it, nor can all that follow. */
const negligible = 1e-20;

/**
 * Fisher's exact test, one-sided: the chance of at least as many errors of the candidate, if the errors
 * of both sides had fallen on their answers at random.
 *
 * @returns p in 0..1, exact to about 12 digits for any counts; 0 when it is below the smallest number.
 * @throws {RangeError} when a count is not a whole number, or there are more errors than answers.
 */
export function fisherExact({
  candidate,
  baseline,
}: Sides<Pick<Answers, 'count' | 'errors'>>): number {
  verifyCounts(candidate);
  verifyCounts(baseline);
  const a = candidate.errors;
  const b = candidate.count - a;
  const c = baseline.errors;
  const d = baseline.count - c;
  // Of both tails the smaller is summed: it is the one that loses no digits, and is soon over.
  return a * d > b * c
    ? Math.min(1, upperTail({ a, b, c, d }))
    : 1 - upperTail({ a: c + 1, b: d - 1, c: a - 1, d: b + 1 });
}

function verifyCounts({ count, errors }: Pick<Answers, 'count' | 'errors'>): void {
  if (!Number.isSafeInteger(count) || !Number.isSafeInteger(errors)) {
    throw new RangeError(`Counts must be whole: ${errors} errors of ${count} answers.`);
  }
  if (errors < 0 || errors > count) {
    throw new RangeError(`There cannot be ${errors} errors of ${count} answers.`);
  }
}

/** The chance of the table and of all with the same margins and more in `a`; for a table above the mean. */
function upperTail({ a, b, c, d }: Table): number {
  if (b < 0 || c < 0) {
    return 0;
  }
  let term = tableChance({ a, b, c, d });
  let sum = 0;
  for (let step = 0; term > sum * negligible; step += 1) {
    sum += term;
    term *= ((b - step) / (a + step + 1)) * ((c - step) / (d + step + 1));
  }
  return sum;
}

/**
 * The hypergeometric chance of one table, given its margins.
 *
 * Its logarithm is a difference of log-factorials, huge ones for huge counts. Written as n ln n - n plus a
 * small rest, the huge parts join to how far each cell is from the mean, which is computed without a loss
 * (the idea of C. Loader, Fast and Accurate Computation of Binomial Probabilities, 2000).
 */
function tableChance({ a, b, c, d }: Table): number {
  const rows = [a + b, c + d] as const;
  const columns = [a + c, b + d] as const;
  const total = rows[0] + rows[1];
  const cells = [
    [a, rows[0] * (columns[0] / total)],
    [b, rows[0] * (columns[1] / total)],
    [c, rows[1] * (columns[0] / total)],
    [d, rows[1] * (columns[1] / total)],
  ] as const;
  let logarithm = -factorialRest(total);
  for (const margin of [...rows, ...columns]) {
    logarithm += factorialRest(margin);
  }
  for (const [count, mean] of cells) {
    logarithm -= factorialRest(count) + deviance(count, mean);
  }
  return Math.exp(logarithm);
}

/** x ln(x / mean) + mean - x, without cancellation where x is close to the mean. */
function deviance(x: number, mean: number): number {
  if (x === 0) {
    return mean;
  }
  const distance = (x - mean) / (x + mean);
  if (Math.abs(distance) > 0.1) {
    return x * Math.log(x / mean) + mean - x;
  }
  // ln(x / mean) = 2 artanh(distance), of which the first term cancels out.
  let power = 2 * x * distance;
  let sum = (x - mean) * distance;
  for (let odd = 3, before = Infinity; sum !== before; odd += 2) {
    before = sum;
    power *= distance * distance;
    sum += power / odd;
  }
  return sum;
}

const largeArgument = 16;

/** ln(n!) - (n ln n - n): Stirling's series, or what is left of the factorial itself while n is small. */
function factorialRest(n: number): number {
  if (n < largeArgument) {
    return n === 0 ? 0 : Math.log(factorial(n)) - (n * Math.log(n) - n);
  }
  const square = n * n;
  const series = 1 / 12 - (1 / 360 - (1 / 1260 - 1 / 1680 / square) / square) / square;
  return Math.log(2 * Math.PI * n) / 2 + series / n;
}

function factorial(n: number): number {
  let product = 1;
  for (let factor = 2; factor <= n; factor += 1) {
    product *= factor;
  }
  return product;
}
