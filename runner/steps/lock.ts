import type { FreeLock } from '../lock/free-lock.ts';
import { Session, type Beginning, type SessionContext } from '../session.ts';
import type { Step } from '../steps.ts';

/**
 * From here on this release or rollback is the only one that writes, and in the history.
 *
 * @param lock as the preflight found it.
 * @returns undefined in a dry run.
 */
export function takeLock(
  context: SessionContext,
  beginning: Beginning,
  lock: FreeLock,
): Step<Session | undefined> {
  return {
    id: 'lock',
    title: 'take the release lock',
    run: () => Session.open(context, beginning, lock),
    planned: { result: undefined, detail: 'would keep other releases out' },
  };
}
