import type { ReleaseContext } from '../context.ts';
import type { Step } from '../steps.ts';
import { writeJournal } from '../traffic/writers.ts';
import { afterPutBack } from '../traffic/promotion.ts';
import type { Target } from '../traffic/target.ts';
import { beginJournal, type WayBack } from '../traffic/way-back.ts';

/** Ends a rollback in the target's journal. */
export function record(
  { writers, id }: Pick<ReleaseContext, 'writers' | 'id'>,
  target: Target,
  way: WayBack,
): Step<Target> {
  return {
    id: `record-${target.name}`,
    title: `record on ${target.name}`,
    run: () => writeJournal(writers, target, afterPutBack(beginJournal(way, id), id)),
  };
}
