import { Session, type Beginning, type SessionContext } from '../session.ts';
import type { Step } from '../steps.ts';

/**
 * From here on this release or rollback is the only one that writes, and in the history.
 *
 * @returns undefined in a dry run.
 */
export function takeLock(context: SessionContext, beginning: Beginning): Step<Session | undefined> {
  return {
    id: 'lock',
    title: 'take the release lock',
    run: () => Session.open(context, beginning),
    planned: { result: undefined, detail: 'would keep other releases out' },
  };
}
