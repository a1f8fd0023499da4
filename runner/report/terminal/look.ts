import { formatMs } from '../text/numbers.ts';
import type { Judged, ServedPair, SideSeen } from '../seen.ts';

const barWidth = 20;

const verdicts: Readonly<Record<Judged['verdict'], string>> = {
  pass: 'no worse',
  fail: 'worse',
  inconclusive: 'cannot tell yet',
};

/** What is compared; undefined where that was not told. */
export interface Sides {
  readonly candidate: ServedPair | undefined;
  readonly baseline: ServedPair | undefined;
}

/**
 * One look at a candidate, for people: both versions' shares as a bar, the verdict in words, and what each
 * source saw of both.
 *
 * @returns lines without indentation.
 */
export function formatLook(judged: Judged, { candidate, baseline }: Sides): string[] {
  const { percent, look, of, verdict, reasons } = judged;
  const sources = judged.sources.filter((seen) => seen.candidate.count + seen.baseline.count > 0);
  const [one, other] = [name(candidate, 'candidate'), name(baseline, 'before')];
  const taken = Math.round((barWidth * percent) / 100);
  const bar = `${'░'.repeat(barWidth - taken)}${'█'.repeat(taken)}`;
  const shares =
    percent < 100
      ? `${other} ${formatPercent(100 - percent)} ${bar} ${formatPercent(percent)} ${one}`
      : `${bar} ${formatPercent(percent)} ${one}`;
  const word = verdicts[verdict] + (verdict === 'pass' && look < of ? ' so far' : '');
  const why = verdict === 'inconclusive' ? `: ${reasons.join('; ')}` : '';
  const width = Math.max(0, ...sources.map(({ source }) => source.length));
  const nameWidth = Math.max(one.length, other.length);
  const figures = sources.flatMap((seen) => [
    `${seen.source.padEnd(width)}  ${one.padEnd(nameWidth)}  ${formatSide(seen.candidate)}`,
    ...(seen.baseline.count > 0
      ? [`${' '.repeat(width)}  ${other.padEnd(nameWidth)}  ${formatSide(seen.baseline)}`]
      : []),
  ]);
  return [shares, `look ${look} of ${of}: ${word}${why}`, ...figures];
}

function formatSide({ count, errors, medianMs, p95Ms }: SideSeen): string {
  const times = medianMs === null ? '' : `, median ${formatMs(medianMs)}, p95 ${formatMs(p95Ms)}`;
  return `${count} ${count === 1 ? 'answer' : 'answers'}, ${errors} failed${times}`;
}

function name(pair: ServedPair | undefined, otherwise: string): string {
  return pair === undefined ? otherwise : `${pair.version}@${pair.deployment}`;
}

const formatPercent = (percent: number): string => `${Number(percent.toFixed(4))} %`;
