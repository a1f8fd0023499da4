import { standbyAliasOf } from '../../stack/names.ts';
import type { LiveOutputs, TargetOutputs } from '../../stack/outputs.ts';
import { findAlias, isSameWeight, servedVersion, type AliasState } from '../aws/alias.ts';
import { getApiStage, type ApiStageState } from '../aws/api-stage.ts';
import { unlessMissing } from '../aws/aws-errors.ts';
import type { Clients } from '../aws/clients.ts';
import { ConflictError, EnvironmentError, lostAlias } from '../errors.ts';
import { advise, npmRun } from '../report/next.ts';
import { goodPairsOf, isRollback, parseJournal, type Journal } from '../../stack/journal.ts';
import { formatPair, isSamePair, type Pair } from '../../stack/pair.ts';

/** A target as it was read from AWS: one alias and the API stage mapped to it. */
export interface Target {
  readonly name: string;
  /** Where it is, of a stack in several regions. */
  readonly region?: string | undefined;
  /** Of its domain where it has one, else of the API stage; without a slash at the end. */
  readonly url: string;
  /** The host that answers for the domain, before DNS tells so. */
  readonly connectTo?: string | undefined;
  readonly alias: AliasState;
  /** Called by the stage only from a change of both code and API definition until that is settled. */
  readonly standby: AliasState;
  readonly apiStage: ApiStageState;
  /**
   * Where candidates are tested before the target's callers meet them; undefined where it has none. It calls
   * the standby alias, and is closed at any other time.
   */
  readonly standbyStage?: StandbyStage | undefined;
}

/** A target's second API stage, and its URL, without a slash at the end. */
export type StandbyStage = ApiStageState & Pick<Target, 'url' | 'connectTo'>;

/** What a target serves; to all but the requests of its {@link sharesOf}. */
export function pairOf(target: Target): Pair {
  return { version: servedVersion(calledBy(target)), deployment: target.apiStage.deploymentId };
}

/** The alias that a target's API stage calls; its other one no request reaches but by a canary. */
export function calledBy({ alias, standby, apiStage }: Target): AliasState {
  return apiStage.alias === standby.name ? standby : alias;
}

export interface Share {
  readonly pair: Pair;
  /** Of the target's requests, 0 to 100. */
  readonly percent: number;
}

/** What a target serves to a share of the requests: weights of its alias, the canary of its stage. */
export function sharesOf(target: Target): Share[] {
  const weighted = Object.entries(calledBy(target).weights).map(([version, weight]) => ({
    pair: { version, deployment: target.apiStage.deploymentId },
    percent: Number((weight * 100).toFixed(4)),
  }));
  const canary = canaryOf(target);
  return canary === undefined ? weighted : [...weighted, canary];
}

/** What the canary of a target's stage serves. */
export function canaryOf({ alias, standby, apiStage: { canary } }: Target): Share | undefined {
  const called = canary?.alias === standby.name ? standby : alias;
  return (
    canary && {
      pair: { version: servedVersion(called), deployment: canary.deploymentId },
      percent: canary.percent,
    }
  );
}

/** `6@d4e5f6`, and while it is rolled out `6@d4e5f6 (25 % 7@a1b2c3)`. */
export function formatServed(target: Target): string {
  const shares = sharesOf(target).map(
    ({ pair, percent }) => `${String(percent)} % ${formatPair(pair)}`,
  );
  const served = formatPair(pairOf(target));
  return shares.length === 0 ? served : `${served} (${shares.join(', ')})`;
}

/**
 * What the runner last wrote about a target; undefined when somebody moved the target since. While
 * a candidate is on its way the alias may still be where it was.
 */
export function journalOf(target: Target): Journal | undefined {
  const journal = parseJournal(target.alias.description);
  const isStill =
    journal?.state === 'trial'
      ? isOnTheWay(target, journal)
      : journal?.pair.version === pairOf(target).version;
  return isStill ? journal : undefined;
}

function isOnTheWay(
  target: Target,
  { pair, percent, before: [good], over = good }: Journal,
): boolean {
  const served = pairOf(target);
  const isWeightOfRollout = ([version, weight]: [string, number]) =>
    version === pair.version && isSameWeight(weight, (percent ?? 0) / 100);
  const { canary } = target.apiStage;
  return (
    [pair.version, over?.version].includes(served.version) &&
    [pair.deployment, over?.deployment].includes(served.deployment) &&
    Object.entries(calledBy(target).weights).every(isWeightOfRollout) &&
    (canary === undefined ||
      (canary.deploymentId === pair.deployment && canary.percent <= (percent ?? 100)))
  );
}

/** What the runner last wrote about a target, also when somebody moved the target since. */
export function lastJournal({ alias }: Target): Journal | undefined {
  return parseJournal(alias.description);
}

/**
 * The pairs that passed their gates on a target, newest first. A pair that a person made it serve is
 * not among them.
 */
export function goodPairs(target: Target): readonly Pair[] {
  const journal = lastJournal(target);
  return journal === undefined ? [] : goodPairsOf(journal);
}

/** What a target goes back to when a candidate is red: what it served before that came. */
export function pairBefore(target: Target): Pair {
  const journal = journalOf(target);
  const before = journal?.state === 'trial' ? (journal.over ?? journal.before[0]) : undefined;
  return before ?? pairOf(target);
}

/** Whether no gate saw what a target serves: somebody moved it by hand. */
export function isMovedByHand(target: Target): boolean {
  const journal = journalOf(target);
  return (
    journal === undefined ||
    (journal.state === 'accepted' && !isSamePair(journal.pair, pairOf(target)))
  );
}

/** Every pair that the journal of a target names, also when somebody moved the alias since. */
export function recordedPairs(target: Target): readonly Pair[] {
  const { pair, over, before = [] } = lastJournal(target) ?? {};
  return [pair, over, ...before].filter((each) => each !== undefined);
}

/** Whether a target serves a pair to all requests, and its gates were green. */
export function hasAccepted(target: Target, pair: Pair): boolean {
  const journal = journalOf(target);
  return (
    journal?.state === 'accepted' &&
    isSamePair(journal.pair, pair) &&
    isSamePair(pairOf(target), pair) &&
    isWhole(target)
  );
}

/** Whether a promotion of just this candidate was begun, and neither accepted, put back nor rolled back since. */
export function isOnTrial(target: Target, candidate: Pair): boolean {
  const journal = journalOf(target);
  return journal?.state === 'trial' && !isRollback(journal) && isSamePair(journal.pair, candidate);
}

/** Whether a rollback is under way, or was killed on it; it is ended before anything is promoted. */
export function isGoingBack(target: Target): boolean {
  const journal = journalOf(target);
  return journal !== undefined && isRollback(journal);
}

/** Whether the standby API stage of a target answers, as it does while a candidate is tested there. */
export function isStandbyOpen({ standbyStage }: Pick<Target, 'standbyStage'>): boolean {
  return standbyStage?.isClosed === false;
}

/** Whether one pair serves all requests of a target. */
export function isWhole(target: Target): boolean {
  return sharesOf(target).length === 0;
}

/**
 * Reads the targets of a stack from AWS.
 *
 * @param names in the order of the stack's configuration.
 * @throws {EnvironmentError} when an alias is missing.
 * @throws {ConflictError} when a stage calls an alias that is not its own.
 */
export async function readTargets(
  clients: Pick<Clients, 'lambda' | 'apiGateway'>,
  outputs: LiveOutputs,
  names: readonly string[],
): Promise<Target[]> {
  return Promise.all(names.map((name) => readTarget(clients, outputs, name)));
}

/** As {@link readTargets}, of one. */
export async function readTarget(
  { lambda, apiGateway }: Pick<Clients, 'lambda' | 'apiGateway'>,
  { functionName, restApiId, targets, region }: LiveOutputs,
  name: string,
): Promise<Target> {
  const target = targets[name];
  if (target === undefined) {
    throw new EnvironmentError(
      `Target ${name} is configured but not provisioned`,
      advise(npmRun('release')),
      { resource: `target ${name}` },
    );
  }
  const second = standbyAliasOf(target.alias);
  const [alias, standby, apiStage, standbyStage] = await Promise.all([
    findAlias(lambda, functionName, target.alias),
    findAlias(lambda, functionName, second),
    getApiStage(apiGateway, restApiId, target.apiStage),
    readStandbyStage(apiGateway, restApiId, target),
  ]);
  if (alias === undefined) {
    throw lostAlias(functionName, target.alias);
  }
  if (standby === undefined) {
    throw new EnvironmentError(
      `The alias ${second} of ${functionName} was deleted`,
      advise(npmRun('release'), 'to make it again'),
      { resource: `alias ${second}` },
    );
  }
  if (![alias.name, standby.name].includes(apiStage.alias)) {
    throw new ConflictError(
      `Somebody set the variable LambdaAlias of API stage ${apiStage.name} to "${apiStage.alias}"`,
      advise({
        shell: `aws apigateway update-stage --rest-api-id ${restApiId} --stage-name ${apiStage.name} --patch-operations op=replace,path=/variables/LambdaAlias,value=${alias.name}`,
      }),
      { resource: `API stage ${apiStage.name}` },
    );
  }
  const { url, connectTo } = target;
  const place = { name, url, connectTo, ...(region !== undefined && { region }) };
  return { ...place, alias, standby, apiStage, standbyStage };
}

async function readStandbyStage(
  apiGateway: Clients['apiGateway'],
  restApiId: string,
  { standbyStage, standbyUrl, standbyConnectTo: connectTo }: TargetOutputs,
): Promise<StandbyStage | undefined> {
  if (standbyStage === undefined || standbyUrl === undefined) {
    return undefined;
  }
  // No caller needs it, so that somebody deleted it keeps nothing from being put back.
  const found = await unlessMissing(getApiStage(apiGateway, restApiId, standbyStage));
  return found && { ...found, url: standbyUrl, connectTo };
}
