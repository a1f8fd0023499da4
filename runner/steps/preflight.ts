import type { ReleaseContext } from '../context.ts';
import { verifyIdentity, type Identity } from '../aws/identity.ts';
import type { UnchangedStack } from '../aws/unchanged-stack.ts';
import type { ProgramStack } from '../pulumi/program-stack.ts';
import { findFreeLock } from '../lock/release-lock.ts';
import type { Step } from '../steps.ts';

interface OnAws {
  /** Id of a release that was killed while it held the lock. */
  readonly interrupted: string | undefined;
  readonly identity: Identity;
}

/** What is to be provisioned: nothing, or what Pulumi says. */
export type Provisioning =
  | { readonly kind: 'unchanged'; readonly stack: UnchangedStack }
  | { readonly kind: 'unknown'; readonly program: ProgramStack };

export interface Preflight extends OnAws {
  readonly provisioning: Provisioning;
}

type Context = Pick<
  ReleaseContext,
  | 'settings'
  | 'clients'
  | 'writers'
  | 'openProgram'
  | 'requestHeaders'
  | 'stop'
  | 'reporter'
  | 'provisionRecord'
  | 'mustProvision'
>;

type OnAwsContext = Pick<Context, 'settings' | 'clients' | 'writers' | 'stop' | 'reporter'>;

/** Everything that can be wrong before anything is written. */
export function preflight(context: Context): Step<Preflight> {
  const { id, title, detail } = preflightOnAws(context);
  return {
    id,
    title,
    ...(detail && { detail }),
    async run() {
      const [identity, provisioning] = await Promise.all([
        verifyIdentity(context.clients, context.settings),
        findProvisioning(context),
        context.requestHeaders(),
      ]);
      return { provisioning, identity, interrupted: await findInterrupted(context) };
    },
  };
}

/** Pulumi takes its time, so it is opened only where it has something to do, or may have. */
async function findProvisioning({
  openProgram,
  provisionRecord,
  mustProvision = false,
}: Context): Promise<Provisioning> {
  const stack = mustProvision ? undefined : await provisionRecord.findUnchanged();
  return stack === undefined
    ? { kind: 'unknown', program: await openProgram() }
    : { kind: 'unchanged', stack };
}

/** As {@link preflight}, of what needs no Pulumi. */
export function preflightOnAws(context: OnAwsContext): Step<OnAws> {
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
}: OnAwsContext): Promise<string | undefined> {
  const { name } = settings.program.function;
  const { interrupted } = await findFreeLock(
    clients.lambda,
    name,
    stop.signal,
    writers.propagation,
  );
  if (interrupted !== undefined) {
    reporter.report({
      kind: 'note',
      text: `Release ${interrupted} was interrupted; this one continues from what it left.`,
    });
  }
  return interrupted;
}
