import type { LiveOutputs } from '../../stack/outputs.ts';
import type { ReleaseContext } from '../context.ts';
import type { Step } from '../steps.ts';
import { isSamePair } from '../../stack/pair.ts';
import { writeJournal } from '../traffic/move.ts';
import { movedBySomebodyElse } from '../traffic/writers.ts';
import { afterPutBack } from '../traffic/promotion.ts';
import { isWhole, pairOf, readTarget, type Target } from '../traffic/target.ts';
import { beginJournal, type WayBack } from '../traffic/way-back.ts';

/**
 * Ends a rollback in the target's journal, if the target serves what it went back to.
 *
 * @param target as the rollback left it.
 * @throws {ConflictError} when somebody else moved it since.
 */
export function record(
  { clients, writers, id }: Pick<ReleaseContext, 'clients' | 'writers' | 'id'>,
  outputs: LiveOutputs,
  target: Target,
  way: WayBack,
): Step<Target> {
  return {
    id: `record-${target.name}`,
    title: `record on ${target.name}`,
    async run() {
      const now = await readTarget(clients, outputs, target.name);
      if (!isWhole(now) || !isSamePair(pairOf(now), way.goal)) {
        throw movedBySomebodyElse(target);
      }
      const ended = afterPutBack(beginJournal(way, id), id);
      return writeJournal(writers, { ...now, alias: target.alias }, ended);
    },
  };
}
