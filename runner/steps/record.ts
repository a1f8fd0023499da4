import type { ReleaseContext } from '../context.ts';
import type { Step } from '../steps.ts';
import { moveAlias } from '../traffic/promotion.ts';
import type { Target } from '../traffic/target.ts';
import { endJournal, type WayBack } from '../traffic/way-back.ts';

/** Ends a rollback in the target's journal. */
export function record(
  { clients, id }: Pick<ReleaseContext, 'clients' | 'id'>,
  target: Target,
  way: WayBack,
): Step<Target> {
  return {
    id: `record-${target.name}`,
    title: `record on ${target.name}`,
    run: async () => ({
      ...target,
      alias: await moveAlias(clients, target, way.goal.version, endJournal(way, id)),
    }),
  };
}
