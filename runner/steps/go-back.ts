import type { ReleaseContext } from '../context.ts';
import type { Step } from '../steps.ts';
import { formatPair } from '../../stack/pair.ts';
import { serveAgain } from '../traffic/serve.ts';
import type { Target } from '../traffic/target.ts';
import { beginJournal, type WayBack } from '../traffic/way-back.ts';

/**
 * Moves a target's traffic back; from here on the pair before answers.
 *
 * @throws {ConflictError} when somebody else moved the target.
 */
export function goBack(
  { writers, id }: Pick<ReleaseContext, 'writers' | 'id'>,
  way: WayBack,
): Step<Target> {
  const { target, from, goal } = way;
  return {
    id: `go-back-${target.name}`,
    title: `roll back ${target.name}`,
    run: () => serveAgain(writers, target, goal, beginJournal(way, id)),
    detail: () => `${formatPair(from)} to ${formatPair(goal)}`,
  };
}
