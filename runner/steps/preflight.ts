import type { ReleaseContext } from '../context.ts';
import { verifyIdentity, type Identity } from '../aws/identity.ts';
import type { ProgramStack } from '../pulumi/program-stack.ts';
import { findFreeLock } from '../lock/release-lock.ts';
import type { Step } from '../steps.ts';

interface OnAws {
  /** Id of a release that was killed while it held the lock. */
  readonly interrupted: string | undefined;
  readonly identity: Identity;
}

export interface Preflight extends OnAws {
  readonly stack: ProgramStack;
}

type Context = Pick<
  ReleaseContext,
  'settings' | 'clients' | 'writers' | 'openProgram' | 'stop' | 'reporter'
>;

/** Everything that can be wrong before anything is written. */
export function preflight(context: Context): Step<Preflight> {
  const { id, title, detail } = preflightOnAws(context);
  return {
    id,
    title,
    ...(detail && { detail }),
    async run() {
      const [identity, stack] = await Promise.all([
        verifyIdentity(context.clients, context.settings),
        context.openProgram(),
      ]);
      return { stack, identity, interrupted: await findInterrupted(context) };
    },
  };
}

/** As {@link preflight}, of what needs no Pulumi. */
export function preflightOnAws(context: Omit<Context, 'openProgram'>): Step<OnAws> {
  const { clients, settings } = context;
  return {
    id: 'preflight',
    title: 'preflight',
    async run() {
      const identity = await verifyIdentity(clients, settings);
      return { identity, interrupted: await findInterrupted(context) };
    },
    detail: ({ identity }) => `account ${identity.account}, ${settings.region}`,
  };
}

async function findInterrupted({
  settings,
  clients,
  writers,
  stop,
  reporter,
}: Omit<Context, 'openProgram'>): Promise<string | undefined> {
  const { name } = settings.program.function;
  const { interrupted } = await findFreeLock(
    clients.lambda,
    name,
    stop.signal,
    writers.propagation.oldReadMs,
  );
  if (interrupted !== undefined) {
    reporter.report({
      kind: 'note',
      text: `Release ${interrupted} was interrupted; this one continues from what it left.`,
    });
  }
  return interrupted;
}
