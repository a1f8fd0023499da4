import type { ReleaseContext } from '../context.ts';
import { verifyIdentity, type Identity } from '../aws/identity.ts';
import type { ProgramStack } from '../pulumi/program-stack.ts';
import { findFreeLock } from '../lock/release-lock.ts';
import type { Step } from '../steps.ts';

export interface Preflight {
  readonly stack: ProgramStack;
  /** Id of a release that was killed while it held the lock. */
  readonly interrupted: string | undefined;
  readonly identity: Identity;
}

/** Everything that can be wrong before anything is written. */
export function preflight({
  settings,
  clients,
  openProgram,
  stop,
  reporter,
}: Pick<
  ReleaseContext,
  'settings' | 'clients' | 'openProgram' | 'stop' | 'reporter'
>): Step<Preflight> {
  return {
    id: 'preflight',
    title: 'preflight',
    async run() {
      const [identity, stack] = await Promise.all([
        verifyIdentity(clients, settings),
        openProgram(),
      ]);
      const { name } = settings.program.function;
      const { interrupted } = await findFreeLock(clients.lambda, name, stop.signal);
      if (interrupted !== undefined) {
        reporter.report({
          kind: 'note',
          text: `Release ${interrupted} was interrupted; this one continues from what it left.`,
        });
      }
      return { stack, interrupted, identity };
    },
    detail: ({ identity }) => `account ${identity.account}, ${settings.region}`,
  };
}
