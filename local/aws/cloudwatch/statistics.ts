import type { Distribution } from './distribution.ts';

export const simpleStatistics = ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'] as const;

/** `p0` to `p100`, with up to ten decimals. */
const percentileName = /^p(\d{1,2}(?:\.\d{1,10})?|100)$/;

export function isPercentile(statistic: string): boolean {
  return percentileName.test(statistic);
}

/** `PR(:300)`, `PR(100:2000)`, `PR(300:)`: numbers of at most ten decimals. */
const percentileRankName = /^PR\((\d+(?:\.\d{1,10})?)?:(\d+(?:\.\d{1,10})?)?\)$/;

/** A range of values: `above` is not part of it, `upTo` is. */
interface Range {
  readonly above: number;
  readonly upTo: number;
}

/** @returns undefined for what is no percentile rank, or one of an empty range or of all values */
function parsePercentileRank(statistic: string): Range | undefined {
  const [name, lower, upper] = percentileRankName.exec(statistic) ?? [];
  const above = Number(lower ?? Number.NEGATIVE_INFINITY);
  const upTo = Number(upper ?? Number.POSITIVE_INFINITY);
  const isRange = name !== undefined && (lower ?? upper) !== undefined && above < upTo;
  return isRange ? { above, upTo } : undefined;
}

/** True for the statistics that are modelled; trimmed means, IQM and the like are not. */
export function isStatistic(statistic: string): boolean {
  return (
    simpleStatistics.some((name) => name === statistic) ||
    isPercentile(statistic) ||
    parsePercentileRank(statistic) !== undefined
  );
}

/**
 * @param statistic `Sum`, `p99.9` or `PR(100:2000)`
 * @returns undefined for a percentile or percentile rank that the reported data do not tell
 */
export function computeStatistic(
  distribution: Distribution,
  statistic: string,
): number | undefined {
  switch (statistic) {
    case 'SampleCount':
      return distribution.count;
    case 'Sum':
      return distribution.sum;
    case 'Average':
      return distribution.sum / distribution.count;
    case 'Minimum':
      return distribution.min;
    case 'Maximum':
      return distribution.max;
    default:
      return computeExtendedStatistic(distribution, statistic);
  }
}

function computeExtendedStatistic(
  distribution: Distribution,
  statistic: string,
): number | undefined {
  const range = parsePercentileRank(statistic);
  return range === undefined
    ? distribution.percentile(Number(statistic.slice(1)))
    : distribution.percentileRank(range.above, range.upTo);
}
