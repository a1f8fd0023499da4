import { setTimeout as delay } from 'node:timers/promises';
import {
  GetStageCommand,
  GetStagesCommand,
  UpdateStageCommand,
  type APIGatewayClient,
  type PatchOperation,
} from '@aws-sdk/client-api-gateway';
import { ConflictError } from '../errors.ts';
import { advise, npmRun } from '../report/next.ts';
import { isAwsError } from './aws-errors.ts';

/** What an API stage routes to. */
export interface Routing {
  readonly deploymentId: string;
  /** Its variable `LambdaAlias`: the alias that it calls. */
  readonly alias: string;
  readonly canary?: Canary | undefined;
}

/** Where an API stage sends a share of its requests instead. */
export interface Canary {
  /** Of the requests, 0 to 100. */
  readonly percent: number;
  readonly deploymentId: string;
  readonly alias: string;
}

/** How many requests an API stage takes before it answers 429. */
export interface Throttling {
  /** A second. */
  readonly rateLimit: number;
  /** At once. */
  readonly burstLimit: number;
}

/** What closes an API stage: it answers every request with 429. */
export const closed: Throttling = { rateLimit: 0, burstLimit: 0 };

/** An API Gateway stage as it was read. */
export interface ApiStageState extends Routing {
  readonly restApiId: string;
  readonly name: string;
  /** It is throttled to nothing, and so answers nobody. */
  readonly isClosed: boolean;
}

/** What an API stage is to be: its throttling stays as it is unless it is told. */
export interface StageChange extends Routing {
  readonly throttling?: Throttling;
}

/** The method setting of all methods that have none of their own. */
const everyMethod = '*/*';

export async function getApiStage(
  apiGateway: APIGatewayClient,
  restApiId: string,
  name: string,
): Promise<ApiStageState> {
  const answer = await apiGateway.send(new GetStageCommand({ restApiId, stageName: name }));
  if (answer.deploymentId === undefined) {
    throw new Error(`API Gateway answered stage ${name} of ${restApiId} without a deployment`);
  }
  const alias = answer.variables?.LambdaAlias ?? '';
  const canary = answer.canarySettings;
  const { throttlingRateLimit, throttlingBurstLimit } = answer.methodSettings?.[everyMethod] ?? {};
  return {
    restApiId,
    name,
    isClosed: throttlingRateLimit === 0 && throttlingBurstLimit === 0,
    deploymentId: answer.deploymentId,
    alias,
    canary: canary && {
      percent: canary.percentTraffic ?? 0,
      deploymentId: canary.deploymentId ?? answer.deploymentId,
      alias: canary.stageVariableOverrides?.LambdaAlias ?? alias,
    },
  };
}

/** Names of the stages of an API. */
export async function listApiStages(
  apiGateway: APIGatewayClient,
  restApiId: string,
): Promise<ReadonlySet<string>> {
  const { item = [] } = await apiGateway.send(new GetStagesCommand({ restApiId }));
  return new Set(item.flatMap(({ stageName }) => stageName ?? []));
}

/**
 * Lets a stage serve another deployment, another alias, or both in one call, if it still is as it
 * was read. A canary that is not asked for ends in the same call. That the patches
 * of one call take effect together is how AWS documents the promotion of a canary; that no request
 * meets one without the other is an assumption, which holds on the embedded AWS and was not verified
 * on AWS.
 *
 * API Gateway has no precondition for this, so the stage is read right before: what is left is the
 * time between two calls, in which only somebody who is not a release can come, as releases hold
 * the lock.
 *
 * @throws {ConflictError} when somebody else moved the stage.
 */
export async function moveApiStage(
  apiGateway: APIGatewayClient,
  from: ApiStageState,
  to: StageChange,
): Promise<ApiStageState> {
  const now = await getApiStage(apiGateway, from.restApiId, from.name);
  if (isSameRouting(now, to) && now.isClosed === isClosedBy(now, to)) {
    return now;
  }
  if (!isSameRouting(now, from)) {
    throw new ConflictError(
      `Somebody else moved the API stage ${from.name} to deployment ${now.deploymentId} and alias ${now.alias}`,
      advise(npmRun('status'), 'look at'),
      { resource: `API stage ${from.name}` },
    );
  }
  return switchApiStage(apiGateway, from, to);
}

/**
 * As {@link moveApiStage}, for who read the stage just now: without reading it again.
 */
export async function switchApiStage(
  apiGateway: APIGatewayClient,
  from: ApiStageState,
  to: StageChange,
): Promise<ApiStageState> {
  const command = new UpdateStageCommand({
    restApiId: from.restApiId,
    stageName: from.name,
    patchOperations: [
      replace('/deploymentId', to.deploymentId),
      replace('/variables/LambdaAlias', to.alias),
      ...patchCanary(from.canary, to.canary),
      ...patchThrottling(to.throttling),
    ],
  });
  await retryConflicts(() => apiGateway.send(command));
  const { deploymentId, alias, canary } = to;
  return { ...from, deploymentId, alias, canary, isClosed: isClosedBy(from, to) };
}

/** Whether a stage is closed after a change. */
export function isClosedBy(
  { isClosed }: Pick<ApiStageState, 'isClosed'>,
  { throttling }: StageChange,
): boolean {
  return throttling === undefined ? isClosed : throttling.burstLimit === 0;
}

function patchThrottling(throttling: Throttling | undefined): PatchOperation[] {
  return throttling === undefined
    ? []
    : [
        replace(`/${everyMethod}/throttling/rateLimit`, String(throttling.rateLimit)),
        replace(`/${everyMethod}/throttling/burstLimit`, String(throttling.burstLimit)),
      ];
}

const conflictRetriesMs = [500, 1000, 2000, 4000];

/**
 * Tries again while another change of the API is under way: API Gateway answers `ConflictException`
 * then, which is no answer about this change (Terraform's provider does the same). What is throttled
 * the SDK itself tries again.
 */
async function retryConflicts<T>(attempt: () => Promise<T>): Promise<T> {
  for (const ms of conflictRetriesMs) {
    try {
      return await attempt();
    } catch (error) {
      if (!isAwsError(error, 'ConflictException')) {
        throw error;
      }
      await delay(ms);
    }
  }
  return attempt();
}

function patchCanary(from: Canary | undefined, to: Canary | undefined): PatchOperation[] {
  if (to !== undefined) {
    return [
      replace('/canarySettings/deploymentId', to.deploymentId),
      replace('/canarySettings/stageVariableOverrides/LambdaAlias', to.alias),
      replace('/canarySettings/percentTraffic', String(to.percent)),
    ];
  }
  return from === undefined ? [] : [{ op: 'remove', path: '/canarySettings' }];
}

function replace(path: string, value: string): PatchOperation {
  return { op: 'replace', path, value };
}

export function isSameRouting(a: Routing, b: Routing): boolean {
  return (
    a.deploymentId === b.deploymentId && a.alias === b.alias && isSameCanary(a.canary, b.canary)
  );
}

function isSameCanary(a: Canary | undefined, b: Canary | undefined): boolean {
  return a?.percent === b?.percent && a?.deploymentId === b?.deploymentId && a?.alias === b?.alias;
}
