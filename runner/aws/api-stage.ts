import { setTimeout as delay } from 'node:timers/promises';
import {
  GetStageCommand,
  GetStagesCommand,
  UpdateStageCommand,
  type APIGatewayClient,
  type PatchOperation,
  type Stage,
} from '@aws-sdk/client-api-gateway';
import { compareStageSettings, type LiveStageSettings } from '../../stack/stage-settings.ts';
import { ConflictError } from '../errors.ts';
import { advise, npmRun } from '../report/next.ts';
import { noAlias } from '../../stack/names.ts';
import { isAwsError } from './aws-errors.ts';
import { whileLeased, type Lease } from './lease.ts';

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
  /** Its own, beside `LambdaAlias`, that it gets; those that it has already stay, and none are read. */
  readonly variables?: Readonly<Record<string, string>> | undefined;
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
  readonly settings: LiveStageSettings;
}

/** What an API stage is to be: its settings stay as they are unless they are told. */
export interface StageChange extends Routing {
  readonly settings?: LiveStageSettings | undefined;
  /** Instead of that of its settings. */
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
  const settings = settingsOf(answer);
  return {
    restApiId,
    name,
    settings,
    isClosed:
      alias === noAlias ||
      (settings.throttling.rateLimit === 0 && settings.throttling.burstLimit === 0),
    deploymentId: answer.deploymentId,
    alias,
    canary: canary && {
      percent: canary.percentTraffic ?? 0,
      deploymentId: canary.deploymentId ?? answer.deploymentId,
      alias: canary.stageVariableOverrides?.LambdaAlias ?? alias,
    },
  };
}

function settingsOf({ methodSettings, variables = {} }: Stage): LiveStageSettings {
  const {
    throttlingRateLimit: rateLimit,
    throttlingBurstLimit: burstLimit,
    loggingLevel = 'OFF',
    dataTraceEnabled = false,
  } = methodSettings?.[everyMethod] ?? {};
  const { LambdaAlias: _, ...others } = variables;
  return {
    throttling: { rateLimit, burstLimit },
    logging: loggingLevel,
    dataTrace: dataTraceEnabled,
    variables: others,
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
 * Reads a stage that routes as it did.
 *
 * @throws {ConflictError} when somebody else moved it.
 */
export async function readUnmoved(
  apiGateway: APIGatewayClient,
  before: ApiStageState,
): Promise<ApiStageState> {
  const now = await getApiStage(apiGateway, before.restApiId, before.name);
  if (!isSameRouting(now, before)) {
    throw movedStage(now);
  }
  return now;
}

function movedStage({ name, deploymentId, alias }: ApiStageState): ConflictError {
  return new ConflictError(
    `Somebody else moved the API stage ${name} to deployment ${deploymentId} and alias ${alias}`,
    advise(npmRun('status'), 'look at'),
    { resource: `API stage ${name}` },
  );
}

/**
 * Lets a stage serve another deployment, another alias, have other settings, or all in one call, if it still
 * is as it was read. A canary that is not asked for ends in the same call. That the patches
 * of one call take effect together is how AWS documents the promotion of a canary; that no request
 * meets one without the other is an assumption, which holds on the embedded AWS and was not verified
 * on AWS.
 *
 * API Gateway has no precondition for this, so the stage is read right before: what is left is the
 * time between two calls, in which only somebody who is not a release can come, as long as the lease
 * on the release lock holds.
 *
 * @param verify what has to hold as well; it is asked while the stage is read.
 * @throws {ConflictError} when somebody else moved the stage.
 * @throws {TimeoutError} when the lease ended before the answer came.
 */
export async function moveApiStage(
  apiGateway: APIGatewayClient,
  from: ApiStageState,
  to: StageChange,
  {
    verify,
    lease,
  }: { readonly verify?: () => Promise<unknown>; readonly lease?: Lease | undefined } = {},
): Promise<ApiStageState> {
  const [now] = await Promise.all([getApiStage(apiGateway, from.restApiId, from.name), verify?.()]);
  const settings = settingsAfter(now, to);
  if (isSameRouting(now, to) && compareStageSettings(now.settings, settings).length === 0) {
    return now;
  }
  if (!isSameRouting(now, from)) {
    throw movedStage(now);
  }
  const [changed] = to.settings ? compareStageSettings(from.settings, now.settings) : [];
  if (changed !== undefined) {
    throw new ConflictError(
      `Somebody else changed ${changed.name} of the API stage ${from.name} from ${changed.is ?? 'none'} to ${changed.wanted ?? 'none'}`,
      advise(npmRun('drift'), 'look at'),
      { resource: `API stage ${from.name}` },
    );
  }
  return switchApiStage(apiGateway, from, to, lease);
}

/**
 * As {@link moveApiStage}, for who read the stage just now: without reading it again.
 */
export async function switchApiStage(
  apiGateway: APIGatewayClient,
  from: ApiStageState,
  to: StageChange,
  lease?: Lease,
): Promise<ApiStageState> {
  const command = new UpdateStageCommand({
    restApiId: from.restApiId,
    stageName: from.name,
    patchOperations: [
      replace('/deploymentId', to.deploymentId),
      replace('/variables/LambdaAlias', to.alias),
      ...patchCanary(from.canary, to.canary),
      ...patchSettings(from.settings, settingsAfter(from, to)),
    ],
  });
  await retryConflicts(() => whileLeased(lease, (options) => apiGateway.send(command, options)));
  const { deploymentId, alias } = to;
  const canary = to.canary && {
    percent: to.canary.percent,
    deploymentId: to.canary.deploymentId,
    alias: to.canary.alias,
  };
  const settings = settingsAfter(from, to);
  return { ...from, deploymentId, alias, canary, settings, isClosed: isClosedBy(from, to) };
}

/** Of a stage after a change. */
function settingsAfter(
  { settings: before }: Pick<ApiStageState, 'settings'>,
  { settings = before, throttling }: StageChange,
): LiveStageSettings {
  return { ...settings, throttling: throttling ?? settings.throttling };
}

/** Whether a stage is closed after a change. */
export function isClosedBy(
  { isClosed }: Pick<ApiStageState, 'isClosed'>,
  { settings, throttling }: StageChange,
): boolean {
  const limits = throttling ?? settings?.throttling;
  return limits === undefined ? isClosed : limits.burstLimit === 0;
}

/** What differs alone is sent, so that a change of nothing asks for nothing. */
function patchSettings(from: LiveStageSettings, to: LiveStageSettings): PatchOperation[] {
  return compareStageSettings(from, to).flatMap(({ name, wanted }) => {
    const path = pathOf(name);
    if (wanted !== undefined) {
      return [replace(path, wanted)];
    }
    return name.startsWith('variables.') ? [{ op: 'remove', path } as const] : [];
  });
}

/** https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateStage-Patch */
function pathOf(setting: string): string {
  const [kind, name = ''] = setting.split('.', 2);
  switch (kind) {
    case 'variables':
      return `/variables/${name}`;
    case 'throttling':
      return `/${everyMethod}/throttling/${name}`;
    case 'logging':
      return `/${everyMethod}/logging/loglevel`;
    default:
      return `/${everyMethod}/logging/${setting}`;
  }
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
      ...Object.entries(to.variables ?? {}).map(([name, value]) =>
        replace(`/canarySettings/stageVariableOverrides/${name}`, value),
      ),
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
