import { updateAlias, type AliasState } from './aws/alias.ts';
import { getApiStage, moveApiStage } from './aws/api-stage.ts';
import type { Clients } from './aws/clients.ts';
import { isPreconditionFailure } from './aws/errors.ts';
import { ConflictError } from './errors.ts';
import { formatJournal, type Journal } from './journal.ts';
import type { Pair } from './pair.ts';
import { goodPairs, hasAccepted, journalOf, type Target } from './target.ts';

type Writers = Pick<Clients, 'lambda' | 'apiGateway'>;

/**
 * Lets a target serve the candidate, on trial until {@link accept} or {@link putBack}. The alias
 * moves first, and with it, in the same call, the journal: whoever comes after a crash finds there
 * what the target served before.
 *
 * @throws {ConflictError} when somebody else moved the target.
 */
export async function promote(
  writers: Writers,
  target: Target,
  candidate: Pair,
  release: string,
): Promise<Target> {
  if (hasAccepted(target, candidate)) {
    return target;
  }
  const before = goodPairs(target);
  const alias = await moveAlias(writers, target, {
    state: 'trial',
    pair: candidate,
    before,
    release,
  });
  const apiStage = await moveApiStage(writers.apiGateway, target.apiStage, candidate.deployment);
  return { ...target, alias, apiStage };
}

/**
 * Records that a target's gates were green.
 *
 * @param target as {@link promote} left it.
 * @throws {ConflictError} when somebody else moved the target while its gates ran.
 */
export async function accept(writers: Writers, target: Target, release: string): Promise<Target> {
  const journal = journalOf(target);
  if (journal?.state !== 'trial') {
    return target;
  }
  const { restApiId, name } = target.apiStage;
  const apiStage = await getApiStage(writers.apiGateway, restApiId, name);
  if (apiStage.deploymentId !== journal.pair.deployment) {
    throw movedBySomebodyElse(target);
  }
  const alias = await moveAlias(writers, target, { ...journal, state: 'accepted', release });
  return { ...target, alias, apiStage };
}

/**
 * Puts a target that is on trial back to its last accepted pair.
 *
 * @param target as it is now: read again, so that what somebody else moved is left alone.
 * @returns undefined when it is not on trial.
 * @throws {ConflictError} when somebody else moves the target at the same time.
 */
export async function putBack(
  writers: Writers,
  target: Target,
  release: string,
): Promise<Target | undefined> {
  const journal = journalOf(target);
  const [good, ...before] = journal?.before ?? [];
  if (journal?.state !== 'trial' || good === undefined) {
    return undefined;
  }
  const serves = target.apiStage.deploymentId;
  if (serves !== journal.pair.deployment && serves !== good.deployment) {
    throw movedBySomebodyElse(target);
  }
  const apiStage = await moveApiStage(writers.apiGateway, target.apiStage, good.deployment);
  const alias = await moveAlias(writers, target, {
    state: 'accepted',
    pair: good,
    before,
    release,
  });
  return { ...target, alias, apiStage };
}

/** Moves the alias and writes the journal, if the alias is still as it was read. */
export async function moveAlias(
  { lambda }: Pick<Clients, 'lambda'>,
  target: Target,
  journal: Journal,
): Promise<AliasState> {
  const change = { version: journal.pair.version, description: formatJournal(journal) };
  return updateAlias(lambda, target.alias, change).catch((error: unknown) => {
    throw isPreconditionFailure(error) ? movedBySomebodyElse(target, error) : error;
  });
}

function movedBySomebodyElse({ name, alias }: Target, cause?: unknown): ConflictError {
  return new ConflictError(
    `Somebody else moved target ${name} (alias ${alias.name}) meanwhile`,
    'look at: npm run status',
    { cause },
  );
}
