import type { LambdaClient } from '@aws-sdk/client-lambda';
import {
  findAlias,
  isPointedAsBefore,
  isSameAlias,
  isSameWeights,
  updateAlias,
  type AliasChange,
  type AliasState,
} from '../aws/alias.ts';
import {
  isClosedBy,
  moveApiStage,
  readUnmoved,
  type ApiStageState,
  type StageChange,
} from '../aws/api-stage.ts';
import { isPreconditionFailure } from '../aws/aws-errors.ts';
import type { Lease } from '../aws/lease.ts';
import type { Clients } from '../aws/clients.ts';
import { ConflictError } from '../errors.ts';
import { advise, npmRun } from '../report/next.ts';
import type { Propagation } from './propagation.ts';
import type { Target } from './target.ts';

/** What writes aliases and API stages that serve: every such write is in this file, and so is what it verifies. */
export interface Writers extends Pick<Clients, 'lambda' | 'apiGateway'> {
  readonly propagation: Propagation;
  /** Ends a wait for propagation; putting back has none, and waits in any case. */
  readonly signal?: AbortSignal;
  /** On the release lock; undefined where it is not held, and before it is taken. */
  readonly lease?: Lease | undefined;
}

/** An API stage moves only while the aliases that it calls, and is to call, serve what the target was read with. */
export async function changeStage(
  writers: Writers,
  target: Target,
  from: ApiStageState,
  to: StageChange,
): Promise<ApiStageState> {
  const { apiGateway, propagation, signal, lease } = writers;
  const isClosed = isClosedBy(from, to);
  const called = isClosed ? [] : [to.alias, ...(to.canary ? [to.canary.alias] : [])];
  for (const alias of called) {
    await propagation.untilAliasKnown(alias, signal);
  }
  await propagation.untilReadsAreTrue(signal);
  const verify = () => verifyServing(writers, target, isClosed ? [] : [from.alias, ...called]);
  try {
    const moved = await moveApiStage(apiGateway, from, to, { verify, lease });
    propagation.noteFormer(from.name, from);
    return moved;
  } catch (error) {
    // Whether it took effect is not known.
    propagation.noteFormer(from.name, from);
    const { deploymentId, alias, canary } = to;
    propagation.noteFormer(from.name, { deploymentId, alias, canary, isClosed });
    throw error;
  }
}

/**
 * Verifies that aliases of a target send requests where they did when it was read.
 *
 * @param names of those that matter.
 * @throws {ConflictError} when somebody else moved one.
 */
export async function verifyServing(
  { lambda }: Pick<Writers, 'lambda'>,
  target: Target,
  names: readonly string[],
): Promise<void> {
  const known = [target.alias, target.standby].filter(({ name }) => names.includes(name));
  await Promise.all(
    known.map(async (alias) => {
      if (!isPointedAsBefore(await findAlias(lambda, alias.functionName, alias.name), alias)) {
        throw movedBySomebodyElse(target, { alias: alias.name });
      }
    }),
  );
}

/** An alias moves only under the API stage with which the target was read. */
export async function changeAlias(
  { lambda, apiGateway, propagation, signal, lease }: Writers,
  target: Target,
  from: AliasState,
  change: Required<AliasChange>,
): Promise<AliasState> {
  const isMoved = from.version !== change.version || !isSameWeights(from.weights, change.weights);
  if (!isMoved && from.description === change.description) {
    return from;
  }
  if (isMoved) {
    const { alias, deploymentId } = target.apiStage;
    const deployment = alias === from.name ? deploymentId : undefined;
    await propagation.untilAliasMayMove(from.name, deployment, signal);
    await propagation.untilReadsAreTrue(signal);
    await readUnmoved(apiGateway, target.apiStage);
  }
  try {
    return await updateUnlessMoved(lambda, from, change, lease);
  } catch (error) {
    throw isPreconditionFailure(error) ? movedBySomebodyElse(target, { cause: error }) : error;
  } finally {
    if (isMoved) {
      propagation.noteAlias(from.name);
    }
  }
}

/** What somebody wrote over with the same has another revision, and did not move. */
async function updateUnlessMoved(
  lambda: LambdaClient,
  from: AliasState,
  change: Required<AliasChange>,
  lease: Lease | undefined,
): Promise<AliasState> {
  try {
    return await updateAlias(lambda, from, change, { lease });
  } catch (error) {
    const now = isPreconditionFailure(error)
      ? await findAlias(lambda, from.functionName, from.name)
      : undefined;
    if (now === undefined || !isSameAlias(now, from)) {
      throw error;
    }
    return updateAlias(lambda, now, change, { lease });
  }
}

export function movedBySomebodyElse(
  { name, alias: { name: first } }: Target,
  { alias = first, cause }: { readonly alias?: string; readonly cause?: unknown } = {},
): ConflictError {
  return new ConflictError(
    `Somebody else moved target ${name} (alias ${alias}) meanwhile`,
    advise(npmRun('status'), 'look at'),
    { cause, resource: `target ${name}` },
  );
}
