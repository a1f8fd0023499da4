const seriesBelow = 2;
const fractionDepth = 100;

/**
 * The chance that a standard normal variable exceeds z, with a relative error of about 1e-13 in both
 * tails, down to the smallest numbers (z = 38).
 *
 * Near 0 by the series, further out by Laplace's continued fraction: formulas 26.2.11 and 26.2.14 of
 * Abramowitz and Stegun, Handbook of Mathematical Functions (7.6.2 and 7.9.3 of the DLMF, written
 * for erf and erfc).
 */
export function normalTail(z: number): number {
  if (z < 0) {
    return 1 - normalTail(-z);
  }
  return z < seriesBelow ? 0.5 - density(z) * centralSeries(z) : density(z) / tailFraction(z);
}

const density = (z: number): number => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);

/** z + z³/3 + z⁵/(3·5) + … */
function centralSeries(z: number): number {
  let term = z;
  let sum = z;
  for (let odd = 3; term > sum * Number.EPSILON; odd += 2) {
    term *= (z * z) / odd;
    sum += term;
  }
  return sum;
}

/** z + 1/(z + 2/(z + 3/(z + …))); from z = 2 on this depth leaves nothing of a double's precision. */
function tailFraction(z: number): number {
  let fraction = z;
  for (let depth = fractionDepth; depth > 0; depth -= 1) {
    fraction = z + depth / fraction;
  }
  return fraction;
}

/**
 * The z that a standard normal variable exceeds with this chance: by halving, {@link normalTail} being
 * exact.
 *
 * @param tail above 0, 0.5 at most.
 */
export function normalQuantile(tail: number): number {
  let low = 0;
  let high = 40;
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (normalTail(middle) > tail) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return low;
}
