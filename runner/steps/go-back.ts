import type { ReleaseContext } from '../context.ts';
import { ConflictError } from '../errors.ts';
import type { Step } from '../steps.ts';
import { formatPair } from '../traffic/pair.ts';
import { serveAgain } from '../traffic/serve.ts';
import type { Target } from '../traffic/target.ts';
import { beginJournal, type WayBack } from '../traffic/way-back.ts';
import type { Chosen } from './choose.ts';

export interface WentBack extends Chosen {
  readonly moved: Target;
}

/**
 * Moves a target's traffic back; from here on the pair before answers. The first write is conditional on
 * the alias, so what was chosen by an old answer of AWS is refused; it is chosen again then, once answers
 * are true, as nobody else writes while the lock is held.
 *
 * @param choose reads the target now.
 * @throws {ConflictError} when somebody else moved the target.
 */
export function goBack(
  { writers, id, stop }: Pick<ReleaseContext, 'writers' | 'id' | 'stop'>,
  chosen: Chosen,
  choose: () => Promise<Chosen>,
): Step<WentBack> {
  const { name } = chosen.way.target;
  const { propagation } = writers;
  const move = async (from: Chosen): Promise<WentBack> => {
    const { target, goal } = from.way;
    return { ...from, moved: await serveAgain(writers, target, goal, beginJournal(from.way, id)) };
  };
  return {
    id: `go-back-${name}`,
    title: `roll back ${name}`,
    async run() {
      try {
        return await move(chosen);
      } catch (error) {
        if (!(error instanceof ConflictError) || propagation.oldReadMs === 0) {
          throw error;
        }
        await propagation.untilReadsAreTrue(stop.signal);
        return move(await choose());
      }
    },
    detail: ({ way }: { readonly way: WayBack }) =>
      `${formatPair(way.from)} to ${formatPair(way.goal)}`,
  };
}
