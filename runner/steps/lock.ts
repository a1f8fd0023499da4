import type { ReleaseContext } from '../context.ts';
import { acquireLock, type ReleaseLock } from '../lock/release-lock.ts';
import type { Step } from '../steps.ts';

/** From here on this release is the only one that writes. */
export function takeLock(context: ReleaseContext): Step<ReleaseLock | undefined> {
  const { clients, settings, id, stop } = context;
  return {
    id: 'lock',
    title: 'take the release lock',
    run: () => acquireLock(clients.lambda, settings.program.function.name, id, stop),
    planned: { result: undefined, detail: 'would keep other releases out' },
  };
}
