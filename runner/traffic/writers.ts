import type { LambdaClient } from '@aws-sdk/client-lambda';
import {
  findAlias,
  isAt,
  isSameAlias,
  isSameWeights,
  isPointedAsBefore,
  updateAlias,
  type AliasChange,
  type AliasState,
} from '../aws/alias.ts';
import {
  closed,
  isClosedBy,
  isSameRouting,
  moveApiStage,
  readUnmoved,
  type ApiStageState,
  type Canary,
  type Routing,
  type StageChange,
  type Throttling,
} from '../aws/api-stage.ts';
import type { StageSettings } from '../../stack/stage-settings.ts';
import { readDeploymentRecord } from '../aws/deployment.ts';
import { isPreconditionFailure } from '../aws/aws-errors.ts';
import type { Lease } from '../aws/lease.ts';
import type { Clients } from '../aws/clients.ts';
import { ConflictError } from '../errors.ts';
import { advise, npmRun } from '../report/next.ts';
import { formatJournal, type Journal } from './journal.ts';
import type { Propagation } from './propagation.ts';
import { calledBy, isStandbyOpen, type Target } from './target.ts';

/** What moves traffic: every write of an alias or an API stage that serves is in this file. */
export interface Writers extends Pick<Clients, 'lambda' | 'apiGateway'> {
  readonly propagation: Propagation;
  /** Ends a wait for propagation; putting back has none, and waits in any case. */
  readonly signal?: AbortSignal;
  /** On the release lock; undefined where it is not held, and before it is taken. */
  readonly lease?: Lease | undefined;
}

/**
 * Writes the journal of a target and moves nothing.
 *
 * @param journal undefined where no pair ever passed its gates.
 * @throws {ConflictError} when somebody else moved the alias.
 */
export async function writeJournal(
  writers: Writers,
  target: Target,
  journal: Journal | undefined,
): Promise<Target> {
  const { version, weights } = target.alias;
  return moveAlias(writers, target, version, journal, weights);
}

/**
 * Moves the alias and writes the journal in one call, if the alias is still as it was read.
 *
 * @param journal undefined where no pair ever passed its gates.
 * @param weights share of the requests (0 to 1) by additional version; without them it has none.
 * @throws {ConflictError} when somebody else moved it.
 */
export async function moveAlias(
  writers: Writers,
  target: Target,
  version: string,
  journal: Journal | undefined,
  weights: AliasState['weights'] = {},
): Promise<Target> {
  const description = journal ? formatJournal(journal) : '';
  const change = { version, weights, description };
  return { ...target, alias: await changeAlias(writers, target, target.alias, change) };
}

/** What stands in the description of a standby alias, for people. */
export function describeStandby(alias: string): string {
  return `standby of ${alias}`;
}

/**
 * Points the standby alias at a version. A canary that sends requests there ends before, and the standby API
 * stage, which calls it, is closed.
 *
 * @throws {ConflictError} when somebody else moved it, or the API stage.
 * @throws {Error} where the target's callers are answered by it: the version would be served with a deployment that
 * it was not tested with.
 */
export async function moveStandby(
  writers: Writers,
  target: Target,
  version: string,
): Promise<Target> {
  const { alias, standby, apiStage } = target;
  if (isAt(standby, version)) {
    return target;
  }
  if (calledBy(target) === standby) {
    throw new Error(`API stage ${apiStage.name} calls ${standby.name}, so it is not moved`);
  }
  const { canary, ...plain } = apiStage;
  const alone = await closeStandby(writers, target);
  const quiet = canary?.alias === standby.name ? await moveStage(writers, alone, plain) : alone;
  const description = describeStandby(alias.name);
  const moved = await changeAlias(writers, quiet, standby, { version, weights: {}, description });
  return { ...quiet, standby: moved };
}

/**
 * Opens the standby API stage of a target: from here on its URL answers with the version of the standby alias,
 * with this deployment, and with the settings that go with it. Nobody but the tests of a release calls it.
 *
 * @param throttling where no settings go with the deployment.
 * @returns the target as it is where it has no such stage.
 * @throws {ConflictError} when somebody else moved the stage.
 */
export async function openStandby(
  writers: Writers,
  target: Target,
  deploymentId: string,
  throttling: Throttling,
): Promise<Target> {
  const settings =
    target.standbyStage && (await settingsWith(writers, target.apiStage, deploymentId));
  return changeStandbyStage(writers, target, {
    deploymentId,
    alias: target.standby.name,
    ...(settings === undefined ? { throttling } : { settings }),
  });
}

/**
 * Closes the standby API stage of a target, if it has one that is open: it answers nobody, and names the
 * deployment that the target serves.
 *
 * @throws {ConflictError} when somebody else moved the stage.
 */
export async function closeStandby(writers: Writers, target: Target): Promise<Target> {
  const { standby, apiStage, standbyStage } = target;
  return isStandbyOpen({ standbyStage })
    ? changeStandbyStage(writers, target, {
        deploymentId: apiStage.deploymentId,
        alias: standby.name,
        throttling: closed,
      })
    : target;
}

async function changeStandbyStage(
  writers: Writers,
  target: Target,
  to: StageChange,
): Promise<Target> {
  const { standbyStage } = target;
  return standbyStage === undefined
    ? target
    : {
        ...target,
        standbyStage: {
          ...standbyStage,
          ...(await changeStage(writers, target, standbyStage, to)),
        },
      };
}

/**
 * Lets the API stage of a target route elsewhere; deployment, alias and canary change in one call, and the
 * settings that go with another deployment come in the same.
 *
 * @throws {ConflictError} when somebody else moved it.
 */
export async function moveStage(
  writers: Writers,
  target: Target,
  { deploymentId, alias, canary }: Routing,
): Promise<Target> {
  const { apiStage } = target;
  if (isSameRouting(apiStage, { deploymentId, alias, canary })) {
    return target;
  }
  const settings =
    deploymentId === apiStage.deploymentId
      ? undefined
      : await settingsWith(writers, apiStage, deploymentId);
  const withVariables = canary && (await bringVariables(writers, apiStage, canary));
  const to = { deploymentId, alias, canary: withVariables, settings };
  return { ...target, apiStage: await changeStage(writers, target, apiStage, to) };
}

/**
 * Lets the API stage of a target have these settings, and serve what it serves.
 *
 * @throws {ConflictError} when somebody else moved it, or changed them.
 */
export async function setStageSettings(
  writers: Writers,
  target: Target,
  settings: StageSettings,
): Promise<Target> {
  const { deploymentId, alias, canary } = target.apiStage;
  const to = { deploymentId, alias, canary, settings };
  return { ...target, apiStage: await changeStage(writers, target, target.apiStage, to) };
}

/**
 * The settings of an API stage that go with a deployment.
 *
 * @returns undefined where none were recorded with it: they stay as they are then.
 */
async function settingsWith(
  { apiGateway }: Writers,
  { restApiId, name }: ApiStageState,
  deploymentId: string,
): Promise<StageSettings | undefined> {
  return (await readDeploymentRecord(apiGateway, restApiId, deploymentId))?.stages[name];
}

/** Of all settings a canary can have variables of its own. */
async function bringVariables(
  writers: Writers,
  apiStage: ApiStageState,
  canary: Canary,
): Promise<Canary> {
  if (canary.deploymentId === apiStage.canary?.deploymentId) {
    return canary;
  }
  const settings = await settingsWith(writers, apiStage, canary.deploymentId);
  const variables = Object.entries(settings?.variables ?? {}).filter(
    ([name, value]) => apiStage.settings.variables[name] !== value,
  );
  return { ...canary, variables: Object.fromEntries(variables) };
}

/** An API stage moves only while the aliases that it calls, and is to call, serve what the target was read with. */
async function changeStage(
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
async function changeAlias(
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
