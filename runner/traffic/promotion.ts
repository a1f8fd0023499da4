import { updateAlias, type AliasState } from '../aws/alias.ts';
import { getApiStage, isSameRouting, moveApiStage } from '../aws/api-stage.ts';
import type { Clients } from '../aws/clients.ts';
import { isPreconditionFailure } from '../aws/aws-errors.ts';
import { ConflictError } from '../errors.ts';
import { advise, npmRun } from '../report/next.ts';
import { formatJournal, type Journal } from './journal.ts';
import { isSamePair, type Pair } from './pair.ts';
import {
  goodPairs,
  hasAccepted,
  journalOf,
  lastJournal,
  pairBefore,
  type Target,
} from './target.ts';

export type Writers = Pick<Clients, 'lambda' | 'apiGateway'>;

/**
 * Lets a target serve the candidate, on trial until {@link acceptTrial} or {@link putBack}.
 *
 * @throws {ConflictError} when somebody else moved the target.
 */
export async function beginTrial(
  writers: Writers,
  target: Target,
  candidate: Pair,
  release: string,
): Promise<Target> {
  return hasAccepted(target, candidate)
    ? target
    : serve(writers, target, candidate, trialOf(target, candidate, release));
}

/** What stands in the journal while a candidate is on trial. */
export function trialOf(
  target: Target,
  candidate: Pair,
  release: string,
  percent?: number,
): Journal {
  const rolledBack = (lastJournal(target)?.rolledBack ?? []).filter(
    (pair) => !isSamePair(pair, candidate),
  );
  const before = goodPairs(target);
  const [good] = before;
  const served = pairBefore(target);
  const over = good !== undefined && isSamePair(good, served) ? undefined : served;
  return { state: 'trial', pair: candidate, percent, before, over, rolledBack, release };
}

/**
 * Records that a target's gates were green.
 *
 * @param target as {@link beginTrial} left it.
 * @throws {ConflictError} when somebody else moved the target while its gates ran.
 */
export async function acceptTrial(
  writers: Writers,
  target: Target,
  release: string,
): Promise<Target> {
  const journal = journalOf(target);
  if (journal?.state !== 'trial') {
    return target;
  }
  const { restApiId, name } = target.apiStage;
  const apiStage = await getApiStage(writers.apiGateway, restApiId, name);
  if (!isSameRouting(apiStage, target.apiStage)) {
    throw movedBySomebodyElse(target);
  }
  const { pair, before } = journal;
  const accepted: Journal = { state: 'accepted', pair, before, release };
  const alias = await moveAlias(writers, target, pair.version, accepted);
  return { ...target, alias, apiStage };
}

/**
 * Puts a target that is on trial back to what it served before.
 *
 * @param target as it is now: read again, so that what somebody else moved is left alone.
 * @returns undefined when it is not on trial.
 * @throws {ConflictError} when somebody else moved the target.
 */
export async function putBack(
  writers: Writers,
  target: Target,
  release: string,
): Promise<Target | undefined> {
  const journal = journalOf(target);
  const goal = journal?.over ?? journal?.before[0];
  if (journal?.state !== 'trial' || goal === undefined) {
    return undefined;
  }
  const restored = await serve(writers, target, goal, journal);
  const alias = await moveAlias(writers, restored, goal.version, afterPutBack(journal, release));
  return { ...restored, alias };
}

/**
 * What stands in the journal after putting back: the last pair that passed its gates is what it
 * speaks of, also where another one serves again. A second rollback goes on to the pair before.
 */
export function afterPutBack(
  { before, rolledBack }: Journal,
  release: string,
): Journal | undefined {
  const [good, ...earlier] = before;
  return good && { state: 'accepted', pair: good, before: earlier, rolledBack, release };
}

/**
 * Lets a target serve a pair. Code and API definition never mix: when both change, the stage
 * switches to the new deployment and to the standby alias, which points at the new version, in one
 * call, and comes back to the first alias when that has moved too. The journal is written before
 * traffic moves, so whoever comes after a crash finds in it what the target served before.
 *
 * @throws {ConflictError} when somebody else moved the target.
 */
export async function serve(
  writers: Writers,
  target: Target,
  pair: Pair,
  journal: Journal | undefined,
): Promise<Target> {
  const { alias, apiStage } = target;
  const changesBoth = alias.version !== pair.version && apiStage.deploymentId !== pair.deployment;
  const servesByAlias = apiStage.alias === alias.name;
  const switched =
    changesBoth && servesByAlias ? await switchToNext(writers, target, pair, journal) : target;
  const moved = await moveAlias(writers, switched, pair.version, journal);
  const routing = { deploymentId: pair.deployment, alias: alias.name };
  const stage = isSameRouting(switched.apiStage, routing)
    ? switched.apiStage
    : await moveApiStage(writers.apiGateway, switched.apiStage, routing);
  return { ...switched, alias: moved, apiStage: stage };
}

async function switchToNext(
  writers: Writers,
  target: Target,
  pair: Pair,
  journal: Journal | undefined,
): Promise<Target> {
  const alias = await moveAlias(writers, target, target.alias.version, journal);
  const ready = await prepareStandby(writers, { ...target, alias }, pair.version);
  const routing = { deploymentId: pair.deployment, alias: ready.standby.name };
  const apiStage = await moveApiStage(writers.apiGateway, ready.apiStage, routing);
  return { ...ready, apiStage };
}

/** What stands in the description of a standby alias, for people. */
export function describeStandby(alias: string): string {
  return `standby of ${alias}`;
}

/** Points the standby alias at a version, at a moment when no request goes there. */
export async function prepareStandby(
  { lambda, apiGateway }: Writers,
  target: Target,
  version: string,
): Promise<Target> {
  const { alias, standby, apiStage } = target;
  if (standby.version === version) {
    return target;
  }
  const plain = { deploymentId: apiStage.deploymentId, alias: apiStage.alias };
  const quiet = isSameRouting(apiStage, plain)
    ? apiStage
    : await moveApiStage(apiGateway, apiStage, plain);
  const description = describeStandby(alias.name);
  const moved = await updateAlias(lambda, standby, { version, description });
  return { ...target, standby: moved, apiStage: quiet };
}

/**
 * Moves the alias and writes the journal in one call, if the alias is still as it was read.
 *
 * @param journal undefined where no pair ever passed its gates.
 * @param weights share of the requests (0 to 1) by additional version; without them it has none.
 * @throws {ConflictError} when somebody else moved it.
 */
export async function moveAlias(
  { lambda }: Pick<Clients, 'lambda'>,
  target: Target,
  version: string,
  journal: Journal | undefined,
  weights: AliasState['weights'] = {},
): Promise<AliasState> {
  const change = { version, weights, description: journal ? formatJournal(journal) : '' };
  return updateAlias(lambda, target.alias, change).catch((error: unknown) => {
    throw isPreconditionFailure(error) ? movedBySomebodyElse(target, error) : error;
  });
}

function movedBySomebodyElse({ name, alias }: Target, cause?: unknown): ConflictError {
  return new ConflictError(
    `Somebody else moved target ${name} (alias ${alias.name}) meanwhile`,
    advise(npmRun('status'), 'look at'),
    { cause, resource: `target ${name}` },
  );
}
