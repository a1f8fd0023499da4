import { createRandom, drawNormal } from '../../_helpers/random.ts';

const sampleSize = 4096;

/** Whole milliseconds of a log-normal distribution: most near the median, few far above it. */
const logNormal = (median: number, spread: number): number[] => {
  const random = createRandom(7);
  return Array.from({ length: sampleSize }, () =>
    Math.max(1, Math.round(median * Math.exp(spread * drawNormal(random)))),
  );
};

/** One in so many takes the second time instead. */
const mix = (usual: readonly number[], every: number, rare: (ms: number) => number): number[] =>
  usual.map((ms, index) => (index % every === 0 ? rare(ms) : ms));

const usual = logNormal(20, 0.5);

/** What durations are like. */
export const latencies = {
  usual,
  'long tail': logNormal(20, 1),
  'cold starts': mix(logNormal(15, 0.2), 20, (ms) => ms + 400),
  'nearly all 1 ms': mix(
    usual.map(() => 1),
    64,
    () => 2,
  ),
} satisfies Record<string, readonly number[]>;

export const slowDown = (durations: readonly number[], factor: number): number[] =>
  durations.map((ms) => ms * factor);

/** One answer in ten takes ten times as long. */
export const stallSometimes = (durations: readonly number[]): number[] =>
  mix(durations, 10, (ms) => ms * 10);
