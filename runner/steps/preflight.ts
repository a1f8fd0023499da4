import { isInSeveralRegions } from '../../stack/stack-file.ts';
import { isNetworkError } from '../aws/aws-errors.ts';
import type { ReleaseContext } from '../context.ts';
import { EnvironmentError } from '../errors.ts';
import { advise, npmRun, withOptions, type Command } from '../report/next.ts';
import { readBeside, verifyIdentity, type Identity } from '../aws/identity.ts';
import type { UnchangedStack } from '../aws/unchanged-stack.ts';
import type { ProgramStack } from '../pulumi/program-stack.ts';
import { findFreeLock, type FreeLock } from '../lock/free-lock.ts';
import type { Step } from '../steps.ts';

/** What a look at AWS tells before anything is written. */
export interface OnAws {
  readonly lock: FreeLock;
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
  | 'gateRequests'
  | 'stop'
  | 'reporter'
  | 'provisionRecord'
  | 'mustProvision'
  | 'skipped'
  | 'typed'
>;

type OnAwsContext = Pick<
  Context,
  'settings' | 'clients' | 'writers' | 'stop' | 'reporter' | 'typed'
>;

/** Everything that can be wrong before anything is written. */
export function preflight(context: Context): Step<Preflight> {
  const { id, title, detail } = preflightOnAws(context);
  return {
    id,
    title,
    ...(detail && { detail }),
    async run() {
      const reading = readBeside(
        verifyIdentity(context.clients, context.settings),
        Promise.all([findProvisioning(context), findLock(context), context.gateRequests()]),
      );
      const [identity, [provisioning, lock]] = await inReach(
        { typed: npmRun('release'), ...context },
        reading,
      );
      return { provisioning, identity, lock };
    },
  };
}

/** Pulumi takes its time, so it is opened only where it has something to do, or may have. */
async function findProvisioning({
  openProgram,
  provisionRecord,
  mustProvision = false,
  skipped = [],
}: Context): Promise<Provisioning> {
  const stack = mustProvision ? undefined : await provisionRecord.findUnchanged(skipped.length > 0);
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
      const reading = readBeside(verifyIdentity(clients, settings), findLock(context));
      const [identity, lock] = await inReach({ typed: npmRun('rollback'), ...context }, reading);
      return { identity, lock };
    },
    detail: ({ identity }) => `account ${identity.account}, ${settings.region}`,
  };
}

/** Waits for what a region answers. One that cannot be reached keeps a run from the others until a person says so. */
async function inReach<T>(
  { settings, typed }: OnAwsContext & { readonly typed: Command },
  reading: Promise<T>,
): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    const { region } = settings;
    const isOfOne = 'args' in typed && typed.args.includes('--region');
    if (!isNetworkError(error) || !isInSeveralRegions(settings) || isOfOne) {
      throw error;
    }
    throw new EnvironmentError(
      `Region ${region} cannot be reached`,
      advise(
        withOptions(typed, '--skip-region', region),
        'check the network, or leave it as it is',
      ),
      { cause: error, resource: `region ${region}` },
    );
  }
}

async function findLock({
  settings,
  clients,
  writers,
  stop,
  reporter,
}: OnAwsContext): Promise<FreeLock> {
  const { name } = settings.program.function;
  const lock = await findFreeLock(clients.lambda, name, stop.signal, writers.propagation);
  if (lock.interrupted !== undefined) {
    reporter.report({
      kind: 'note',
      text: `Release ${lock.interrupted} was interrupted; this one continues from what it left.`,
    });
  }
  return lock;
}
