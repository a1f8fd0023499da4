import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { seconds } from './report.ts';
import { spreadOf, type Spread } from './statistics.ts';
import { formatFigures } from './table.ts';

const baseline = z.object({
  kinds: z
    .array(
      z.object({
        kind: z.string(),
        runs: z
          .array(z.object({ durationMs: z.number() }))
          .min(1)
          .readonly(),
      }),
    )
    .min(1)
    .readonly(),
  load: z.object({
    requestsPerSecond: z.object({ median: z.number(), min: z.number(), max: z.number() }),
  }),
});

/** What is compared, of what `npm run bench -- --json` prints. */
export type Baseline = z.infer<typeof baseline>;

/** @throws {Error} when the file cannot be read, or holds something else */
export function readBaseline(file: string): Baseline {
  const read = baseline.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!read.success) {
    throw new Error(`${file} is not what npm run bench -- --json prints.`);
  }
  return read.data;
}

/** A line for each figure that both have; a difference counts where the spreads do not overlap. */
export function formatComparison(before: Baseline, now: Baseline): string {
  const durations = now.kinds.flatMap(({ kind, runs }) => {
    const other = before.kinds.find((each) => each.kind === kind);
    return other === undefined
      ? []
      : [compare(kind, spreadOfRuns(other.runs), spreadOfRuns(runs), seconds)];
  });
  const load = compare(
    'requests per second',
    before.load.requestsPerSecond,
    now.load.requestsPerSecond,
    (value) => value.toFixed(0),
  );
  return formatFigures([['median (min to max)', 'before', 'now', 'ratio', ''], ...durations, load]);
}

const spreadOfRuns = (runs: readonly { readonly durationMs: number }[]): Spread =>
  spreadOf(runs.map(({ durationMs }) => durationMs));

function compare(
  title: string,
  before: Spread,
  now: Spread,
  format: (value: number) => string,
): readonly string[] {
  const show = ({ median, min, max }: Spread) =>
    `${format(median)} (${format(min)} to ${format(max)})`;
  const isNoise = now.min <= before.max && before.min <= now.max;
  const ratio = (now.median / before.median).toFixed(2);
  return [title, show(before), show(now), ratio, isNoise ? 'spreads overlap' : ''];
}
