import type { RolloutSettings } from '../../stack/rollout-settings.ts';
import { fisherExact } from './fisher-exact.ts';
import { levelOfEach } from './verdict.ts';
import { looksPerStep } from './watch.ts';

/**
 * What the judge cannot do with these settings, as the runner's own probes alone give it answers. Real
 * requests come on top, where there are any.
 *
 * @returns a sentence for each step that is too short; none when all are long enough.
 */
export function describeWeakSteps(target: string, rollout: RolloutSettings): readonly string[] {
  return rollout.steps.flatMap((percent) => {
    const problem = weaknessOf(percent, rollout);
    return problem === undefined ? [] : [`${String(percent)} % of ${target}: ${problem}`];
  });
}

function weaknessOf(
  percent: number,
  { steps, interval, judge }: RolloutSettings,
): string | undefined {
  const { probesPerSecond, minSamples, deadline, level } = judge;
  const least = Math.min(percent, 100 - percent) / 100;
  const within = (seconds: number) => Math.floor(probesPerSecond * seconds * least);
  const longest = Math.max(interval, deadline);
  if (within(longest) < minSamples) {
    return (
      `its probes alone give ${String(within(longest))} answers of the smaller side in the ` +
      `${String(longest)} s that it may take, and minSamples asks for ${String(minSamples)}: ` +
      'without real requests it cannot pass'
    );
  }
  const count = Math.max(within(interval), minSamples);
  const other = Math.round((count * (1 - least)) / least);
  const [candidate, baseline] = percent <= 50 ? [count, other] : [other, count];
  const p = fisherExact({
    candidate: { count: candidate, errors: candidate },
    baseline: { count: baseline, errors: 0 },
  });
  if (p > levelOfEach(level, steps.length * looksPerStep)) {
    return (
      `it may pass with ${String(count)} answers, of which even all could fail without the comparison ` +
      'telling: only maxErrorRate would. Ask for more minSamples'
    );
  }
  return within(interval) < minSamples
    ? `its probes alone give ${String(within(interval))} answers of the smaller side in ${String(interval)} s, and ` +
        `minSamples asks for ${String(minSamples)}: without real requests it takes longer`
    : undefined;
}
