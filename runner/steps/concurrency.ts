import { findConcurrency, type Settings } from '../../stack/stack-file.ts';
import {
  findProvisionedConcurrency,
  setProvisionedConcurrency,
} from '../aws/provisioned-concurrency.ts';
import type { ReleaseContext } from '../context.ts';
import { EnvironmentError, GateError } from '../errors.ts';
import type { Step } from '../steps.ts';
import type { Target } from '../traffic/target.ts';
import { untilAllocated } from '../traffic/until-provisioned.ts';

type Context = Pick<ReleaseContext, 'settings' | 'writers'>;

interface Wanted {
  readonly target: Target;
  readonly amount: number;
}

/**
 * Gives aliases the provisioned concurrency that the settings ask for, side by side, once they are at what
 * their target accepted. From then on Lambda moves it with the alias, and the promotion waits for it.
 */
export function provideConcurrency(context: Context, targets: readonly Target[]): Step<void> {
  const wanted = wantedFor(context.settings, targets);
  return {
    id: 'concurrency',
    title: 'provisioned concurrency',
    async run() {
      await Promise.all(wanted.map((each) => provide(context.writers, each)));
    },
    detail: () => describe(wanted),
    planned: { result: undefined, detail: `would be ${describe(wanted)}` },
  };
}

/** Whether any target's settings say how much there is to be. */
export function asksForConcurrency({ program }: Settings): boolean {
  return program.targets.some(({ provisionedConcurrency }) => provisionedConcurrency !== undefined);
}

/** Whether aliases have what the settings ask for, ready or on its way. */
export async function hasConcurrency(
  { settings, writers }: Context,
  targets: readonly Target[],
): Promise<boolean> {
  const each = await Promise.all(
    wantedFor(settings, targets).map((wanted) => isProvided(writers, wanted)),
  );
  return each.every(Boolean);
}

function wantedFor(settings: Settings, targets: readonly Target[]): Wanted[] {
  return targets.flatMap((target) => {
    const amount = findConcurrency(settings, target.name);
    return amount === undefined ? [] : [{ target, amount }];
  });
}

async function isProvided(
  { lambda }: Context['writers'],
  { target: { alias }, amount }: Wanted,
): Promise<boolean> {
  const now = await findProvisionedConcurrency(lambda, alias.functionName, alias.name);
  return now === undefined ? amount === 0 : now.requested === amount && now.status !== 'FAILED';
}

async function provide(writers: Context['writers'], wanted: Wanted): Promise<void> {
  const { alias, name } = wanted.target;
  if (!(await isProvided(writers, wanted))) {
    const { lambda, lease } = writers;
    await setProvisionedConcurrency(lambda, alias.functionName, alias.name, wanted.amount, lease);
  }
  await untilAllocated(writers, alias).catch((error: unknown) => {
    throw afterGates(name, error);
  });
}

/**
 * What is wrong with provisioned concurrency once every gate was green: nothing goes back for it, so it is no red gate.
 *
 * @param name of the target.
 */
export function afterGates(name: string, error: unknown): unknown {
  return error instanceof GateError
    ? new EnvironmentError(`${error.message}. Target ${name} serves without it`, error.next, {
        cause: error,
        resource: error.resource,
      })
    : error;
}

function describe(wanted: readonly Wanted[]): string {
  return wanted.map(({ target, amount }) => `${target.name} ${String(amount)}`).join(', ');
}
