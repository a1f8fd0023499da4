import type { ReleaseContext } from '../context.ts';
import type { Step } from '../steps.ts';
import { formatPair } from '../../stack/pair.ts';
import { serveAgain } from '../traffic/serve.ts';
import { lastJournal, type Target } from '../traffic/target.ts';
import { beginJournal, passedBy, type WayBack } from '../traffic/way-back.ts';

/**
 * Moves a target's traffic back; from here on the pair before answers. Further than to what a candidate came after, it
 * goes in two moves, so that the journal of each names the two pairs between which it may be killed.
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
    async run() {
      const passed = passedBy(way);
      const whole =
        passed === undefined
          ? target
          : await serveAgain(writers, target, passed, lastJournal(target));
      return serveAgain(writers, whole, goal, beginJournal(way, id));
    },
    detail: () => `${formatPair(from)} to ${formatPair(goal)}`,
  };
}
