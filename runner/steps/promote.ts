import { compareStageSettings, formatDifferences } from '../../stack/stage-settings.ts';
import type { ReleaseContext } from '../context.ts';
import type { Step } from '../steps.ts';
import { formatPair, type Pair } from '../../stack/pair.ts';
import { beginTrial } from '../traffic/promotion.ts';
import { pairOf, type Target } from '../traffic/target.ts';

/** Lets the target serve the candidate, on trial. */
export function promote(
  { writers, id }: Pick<ReleaseContext, 'writers' | 'id'>,
  target: Target,
  candidate: Pair,
): Step<Target> {
  const move = `${formatPair(pairOf(target))} to ${formatPair(candidate)}`;
  return {
    id: `promote-${target.name}`,
    title: `promote ${target.name}`,
    run: () => beginTrial(writers, target, candidate, id),
    detail({ apiStage: { settings } }) {
      const changes = formatDifferences(compareStageSettings(target.apiStage.settings, settings));
      return changes === '' ? move : `${move}, ${changes}`;
    },
    planned: { result: target, detail: `would move ${move}` },
  };
}
