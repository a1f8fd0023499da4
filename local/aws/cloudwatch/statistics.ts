import type { Distribution } from './distribution.ts';

export const simpleStatistics = ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'] as const;

/** `p0` to `p100`, with up to ten decimals. */
const percentileName = /^p(\d{1,2}(?:\.\d{1,10})?|100)$/;

export function isPercentile(statistic: string): boolean {
  return percentileName.test(statistic);
}

/** True for the statistics that are modelled; trimmed means, IQR and the like are not. */
export function isStatistic(statistic: string): boolean {
  return simpleStatistics.some((name) => name === statistic) || isPercentile(statistic);
}

/**
 * @param statistic `Sum` or `p99.9`
 * @returns undefined for a percentile that the reported data do not tell
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
      return distribution.percentile(Number(statistic.slice(1)));
  }
}
