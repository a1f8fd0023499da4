import type { ReleaseContext } from '../context.ts';
import type { Step } from '../steps.ts';
import { afterPutBack, moveAlias } from '../traffic/promotion.ts';
import type { Target } from '../traffic/target.ts';
import { beginJournal, type WayBack } from '../traffic/way-back.ts';

/** Ends a rollback in the target's journal. */
export function record(
  { clients, id }: Pick<ReleaseContext, 'clients' | 'id'>,
  target: Target,
  way: WayBack,
): Step<Target> {
  return {
    id: `record-${target.name}`,
    title: `record on ${target.name}`,
    async run() {
      const journal = afterPutBack(beginJournal(way, id), id);
      return { ...target, alias: await moveAlias(clients, target, way.goal.version, journal) };
    },
  };
}
