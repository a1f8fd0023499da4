import { labelOf } from '../../../stack/target-label.ts';
import type { ReportData } from './report-data.ts';

type Look = ReportData['looks'][number];
export type Source = Look['sources'][number];
export type Measure = Source['measures'][number];

/** A moment of a rollout at which one source was looked at. */
export interface Point {
  readonly percent: number;
  readonly look: number;
  readonly candidate: number | null;
  readonly baseline: number | null;
}

/** One thing that a target's candidate was judged by, as one source saw it. */
export interface JudgedMetric {
  readonly target: string;
  readonly source: string;
  readonly metric: Measure['metric'];
  /** At the look that ended the judgement, or was red. */
  readonly last: Look;
  readonly seen: Source;
  readonly measure: Measure;
  /** Over all looks: shares of failed answers, or medians in milliseconds. */
  readonly points: readonly Point[];
}

/** Every metric that a candidate was judged by, of each target and source; red ones first. */
export function judgedMetrics({ looks }: ReportData): JudgedMetric[] {
  const metrics = new Map<string, JudgedMetric>();
  for (const last of looks) {
    for (const seen of last.sources) {
      for (const measure of seen.measures) {
        const target = labelOf({ name: last.target, region: last.region });
        const key = JSON.stringify([target, seen.source, measure.metric]);
        const points = metrics.get(key)?.points ?? [];
        const point = pointOf(last, seen, measure.metric);
        metrics.set(key, {
          target,
          source: seen.source,
          metric: measure.metric,
          last,
          seen,
          measure,
          points: [...points, point],
        });
      }
    }
  }
  return [...metrics.values()].sort(
    (one, other) => Number(other.measure.isRed) - Number(one.measure.isRed),
  );
}

function pointOf(
  { percent, look }: Look,
  { candidate, baseline }: Source,
  metric: Measure['metric'],
): Point {
  const read = ({ count, errors, medianMs }: Source['candidate']) =>
    metric === 'latency' ? medianMs : count === 0 ? null : errors / count;
  return { percent, look, candidate: read(candidate), baseline: read(baseline) };
}

/** Whether a step got data of both sides, in the share that was asked for. */
export interface StepHealth {
  readonly target: string;
  readonly percent: number;
  readonly source: string;
  readonly candidate: number;
  readonly baseline: number;
  readonly unanswered: number;
  /** Share of the answers that were the candidate's, 0 to 1, with its interval; null without answers. */
  readonly share: { readonly found: number; readonly low: number; readonly high: number } | null;
  readonly verdict: 'as asked' | 'too few answers' | 'not the share that was asked';
}

/** One in a thousand healthy steps is outside of it. */
const z = 3.29;

/** The health of the experiment, by the last look of each step of each rollout. */
export function healthOf({ looks }: ReportData): StepHealth[] {
  const last = new Map(looks.map((look) => [look.step, look]));
  return [...last.values()]
    .filter(({ percent }) => percent < 100)
    .flatMap(({ target: name, region, percent, minSamples, sources }) =>
      sources.map(({ source, candidate, baseline, unanswered }) => {
        const count = candidate.count + baseline.count;
        const share = count === 0 ? null : shareOf(candidate.count, count);
        const isFew = Math.min(candidate.count, baseline.count) < minSamples;
        const asked = percent / 100;
        const isAsAsked = share !== null && share.low <= asked && asked <= share.high;
        return {
          target: labelOf({ name, region }),
          percent,
          source,
          candidate: candidate.count,
          baseline: baseline.count,
          unanswered,
          share,
          verdict:
            share !== null && !isAsAsked
              ? ('not the share that was asked' as const)
              : isFew
                ? ('too few answers' as const)
                : ('as asked' as const),
        };
      }),
    );
}

/** Wilson's score interval. */
function shareOf(part: number, count: number): NonNullable<StepHealth['share']> {
  const found = part / count;
  const square = (z * z) / count;
  const middle = (found + square / 2) / (1 + square);
  const reach =
    (z / (1 + square)) * Math.sqrt((found * (1 - found)) / count + square / (4 * count));
  return { found, low: Math.max(0, middle - reach), high: Math.min(1, middle + reach) };
}
