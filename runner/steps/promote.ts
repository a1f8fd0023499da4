import { compareStageSettings, formatDifferences } from '../../stack/stage-settings.ts';
import type { ReleaseContext } from '../context.ts';
import type { Step } from '../steps.ts';
import { formatPair, isSamePair, type Pair } from '../../stack/pair.ts';
import { beginTrial } from '../traffic/promotion.ts';
import { pairOf, type Target } from '../traffic/target.ts';

/** Lets the target serve the candidate, on trial. */
export function promote(
  { writers, id }: Pick<ReleaseContext, 'writers' | 'id'>,
  target: Target,
  candidate: Pair,
): Step<Target> {
  const from = pairOf(target);
  const to = formatPair(candidate);
  const isThere = isSamePair(from, candidate);
  const move = isThere ? `stays on ${to}` : `${formatPair(from)} to ${to}`;
  return {
    id: `promote-${target.name}`,
    title: `promote ${target.name}`,
    run: () => beginTrial(writers, target, candidate, id),
    detail({ apiStage: { settings } }) {
      const changes = formatDifferences(compareStageSettings(target.apiStage.settings, settings));
      return changes === '' ? move : `${move}, ${changes}`;
    },
    planned: { result: target, detail: isThere ? `would stay on ${to}` : `would move ${move}` },
  };
}
