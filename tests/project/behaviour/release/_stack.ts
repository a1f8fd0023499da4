import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CreateDeploymentCommand,
  CreateRestApiCommand,
  GetStageCommand,
  PutRestApiCommand,
  UpdateStageCommand,
  type APIGatewayClient,
} from '@aws-sdk/client-api-gateway';
import { CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateRoleCommand, type IAMClient } from '@aws-sdk/client-iam';
import {
  CreateFunctionCommand,
  GetAliasCommand,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import type { ExecutionContext } from 'ava';
import { bundle, type Bundle } from '../../../../bundler/bundle.ts';
import { buildApiBody, hashApiBody } from '../../../../infra/api-definition.ts';
import { standbyAliasOf, releaseLogGroup, standbyStageOf } from '../../../../stack/names.ts';
import { formatDeploymentRecord } from '../../../../stack/deployment-record.ts';
import type { LiveStageSettings, SettingsByStage } from '../../../../stack/stage-settings.ts';
import { getApiStage } from '../../../../runner/aws/api-stage.ts';
import type { Bounds } from '../../../../runner/traffic/propagation.ts';
import type { StackOutputs } from '../../../../stack/outputs.ts';
import type { LagSettings } from '../../../../local/lag-settings.ts';
import { TestLagClock } from './_lag-clock.ts';
import { createStage, makeTarget, permit } from './_made-target.ts';
import {
  region,
  startEmbedded,
  temporaryFolder,
  type Embedded,
} from '../../../../local/tests/_helpers/embedded.ts';
import { greetingRoutes } from '../../_helpers/greeting.ts';

/** A stack as `pulumi up` leaves it, made with the SDK in a tenth of the time. */
export interface TestStack extends Embedded {
  readonly outputs: StackOutputs;
  /** How long changes take. */
  readonly propagation: Bounds;
  /** What they are counted by: nobody waits for a lag in a test. */
  readonly clock: TestLagClock;
  /**
   * Makes a deployment of a changed API definition, as `pulumi up` would; returns its id.
   *
   * @param stages the settings that go with it; as the stack began with them unless said otherwise.
   */
  deployApi(change?: (body: string) => string, stages?: SettingsByStage): Promise<string>;
  /** Of an API stage, as they are now. */
  settings(apiStage: string): Promise<LiveStageSettings>;
  /** What a target's URL answers, as `STATUS greeting version@deployment`. */
  ask(target: 'stage' | 'prod' | 'beta'): Promise<string>;
  /** Version that an alias points at, and its description, as they are. */
  alias(name: string): Promise<{ readonly version: string; readonly description: string }>;
}

export const functionName = 'greeting';

export interface StackOptions {
  /** `prod` has a standby API stage, so a candidate is tested there before `prod` serves it. */
  readonly hasStandby?: boolean;
  /** Settings of the API stages, which go with deployments; none do unless said otherwise. */
  readonly stages?: SettingsByStage;
  /** How long provisioned concurrency takes. */
  readonly allocationMs?: number;
  /** Somebody asks while releases wait, and is to meet what hosts serve meanwhile. */
  readonly hasCallers?: boolean;
}

/** @param lag of the embedded AWS, in seconds; not at all by default. The runner is told of it. */
export async function createStack(
  t: ExecutionContext,
  lag: Partial<LagSettings> = {},
  { hasStandby = false, allocationMs = 50, hasCallers = false, stages: begun }: StackOptions = {},
): Promise<TestStack> {
  const timings = { pendingMs: 5, inProgressMs: 5, allocationMs };
  return makeStack(t, await startEmbedded(t, { timings, lag }), {
    lag,
    hasStandby,
    hasCallers,
    begun,
  });
}

/** What a stack is made with, on an embedded AWS that is there. */
interface Making extends Pick<StackOptions, 'hasStandby' | 'hasCallers'> {
  readonly lag?: Partial<LagSettings>;
  readonly region?: string;
  readonly begun?: SettingsByStage | undefined;
}

/** A stack in one region; `embedded` has the clients of that region. */
export async function makeStack(
  t: ExecutionContext,
  embedded: Embedded,
  { lag = {}, region: where = region, hasStandby = false, hasCallers = false, begun }: Making = {},
): Promise<TestStack> {
  const { alias = 0, stage = 0, read = 0 } = lag;
  const functionArn = await createFunction(t, embedded);
  const { apigateway, lambda, logs } = embedded.clients;
  const { id: restApiId = '' } = await apigateway.send(
    new CreateRestApiCommand({ name: functionName }),
  );
  await logs.send(new CreateLogGroupCommand({ logGroupName: releaseLogGroup(functionName) }));
  const deployApi = async (change = (body: string) => body, stages = begun) => {
    const body = change(
      buildApiBody(greetingRoutes().document, {
        name: functionName,
        region: where,
        functionArn,
        stack: 'local',
      }),
    );
    const put = { restApiId, mode: 'overwrite', body: Buffer.from(body) } as const;
    await apigateway.send(new PutRestApiCommand(put));
    const record = { definition: hashApiBody(body), stages: stages ?? {} };
    const description = stages && formatDeploymentRecord(record);
    const { id = '' } = await apigateway.send(
      new CreateDeploymentCommand({ restApiId, description }),
    );
    return id;
  };
  const deploymentId = await deployApi();
  const targets: StackOutputs['targets'] = {};
  const place = { lambda, apiGateway: apigateway, functionName, restApiId };
  for (const [name, alias] of [
    ['stage', 'STAGE'],
    ['prod', 'PROD'],
  ] as const) {
    targets[name] = {
      alias,
      aliasArn: `${functionArn}:${alias}`,
      apiStage: name,
      url: `${embedded.url}/_aws/execute-api/${restApiId}/${name}`,
    };
    const settings = begun?.[name];
    await makeTarget(place, { alias, apiStage: name, version: '$LATEST', deploymentId, settings });
  }
  const { prod } = targets;
  if (hasStandby && prod !== undefined) {
    const name = standbyStageOf(prod.apiStage);
    const alias = standbyAliasOf(prod.alias);
    await permit(place, alias, name, 'standby');
    await createStage(place, { name, deploymentId, alias });
    await throttleToNothing(apigateway, restApiId, name);
    const standbyUrl = prod.url.replace(/[^/]+$/, name);
    targets.prod = { ...prod, standbyStage: name, standbyUrl };
  }
  // Every host knows what was made.
  embedded.aws.lag.pass(Math.max(alias, stage, read));
  return {
    ...embedded,
    propagation: { alias, stage, read },
    clock: new TestLagClock(embedded.aws.lag, { hasCallers }),
    outputs: { functionName, functionArn, restApiId, deploymentId, targets },
    deployApi,
    settings: async (name) => (await getApiStage(apigateway, restApiId, name)).settings,
    async ask(target) {
      const answer = await fetch(
        `${embedded.url}/_aws/execute-api/${restApiId}/${target}/greeting`,
      );
      const body: unknown = await answer.json();
      const text =
        typeof body === 'object' && body !== null && 'greeting' in body
          ? String(body.greeting)
          : '';
      const served = `${answer.headers.get('x-lambda-version') ?? ''}@${answer.headers.get('x-api-deployment') ?? ''}`;
      return `${String(answer.status)} ${text} ${served}`;
    },
    async alias(name) {
      const named = { FunctionName: functionName, Name: name };
      const found = await embedded.aws.lag.truly(() => lambda.send(new GetAliasCommand(named)));
      return { version: found.FunctionVersion ?? '', description: found.Description ?? '' };
    },
  };
}

async function throttleToNothing(
  apigateway: APIGatewayClient,
  restApiId: string,
  stageName: string,
): Promise<void> {
  const patchOperations = ['rateLimit', 'burstLimit'].map((limit) => ({
    op: 'replace' as const,
    path: `/*/*/throttling/${limit}`,
    value: '0',
  }));
  await apigateway.send(new UpdateStageCommand({ restApiId, stageName, patchOperations }));
}

/** Whether the standby API stage of `prod` answers nobody, as where it has none. */
export async function isStandbyClosed({ aws, clients, outputs }: TestStack): Promise<boolean> {
  const { standbyStage: stageName } = outputs.targets.prod ?? {};
  if (stageName === undefined) {
    return true;
  }
  const { restApiId } = outputs;
  const named = { restApiId, stageName };
  const { methodSettings } = await aws.lag.truly(() =>
    clients.apigateway.send(new GetStageCommand(named)),
  );
  const { throttlingRateLimit, throttlingBurstLimit } = methodSettings?.['*/*'] ?? {};
  return throttlingRateLimit === 0 && throttlingBurstLimit === 0;
}

async function createFunction(t: ExecutionContext, { clients }: Embedded): Promise<string> {
  const role = await createRole(clients.iam, `greeting-${randomUUID().slice(0, 8)}`);
  const placeholder = await handlerSaying(t, undefined);
  const { FunctionArn = '' } = await clients.lambda.send(
    new CreateFunctionCommand({
      FunctionName: functionName,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: role,
      Code: { ZipFile: placeholder.zip },
    }),
  );
  await waitUntilFunctionActiveV2(
    { client: clients.lambda, maxWaitTime: 10, minDelay: 0.01, maxDelay: 0.05 },
    { FunctionName: functionName },
  );
  return FunctionArn;
}

/** @returns the ARN of a role that Lambda may assume. */
export async function createRole(iam: IAMClient, name: string): Promise<string> {
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: name,
      AssumeRolePolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'lambda.amazonaws.com' },
            Action: 'sts:AssumeRole',
          },
        ],
      }),
    }),
  );
  return Role?.Arn ?? '';
}

/** A bundle whose handler answers one greeting, or is the placeholder when there is none. */
export async function handlerSaying(
  t: ExecutionContext,
  greeting: string | undefined,
): Promise<Bundle> {
  return handlerDoing(
    t,
    greeting === undefined
      ? `throw new Error('Nothing released yet');`
      : `return { greeting: ${JSON.stringify(greeting)} };`,
  );
}

/** @param body statements of the handler, which sees Lambda's `context`. */
export async function handlerDoing(t: ExecutionContext, body: string): Promise<Bundle> {
  const file = join(await temporaryFolder(t, 'handler-'), `${randomUUID()}.ts`);
  await writeFile(file, `export async function handler(event, context) { ${body} }\n`);
  return bundle(file);
}

/** More than Lambda takes in one call. */
export async function largeHandlerSaying(t: ExecutionContext, greeting: string): Promise<Bundle> {
  const folder = await temporaryFolder(t, 'large-');
  const file = join(folder, 'handler.ts');
  const answer = `return { greeting: ${JSON.stringify(greeting)} };`;
  await writeFile(file, `export async function handler(event, context) { ${answer} }\n`);
  await writeFile(join(folder, 'model.bin'), Buffer.alloc(51 * 1024 * 1024));
  return bundle(file, { assets: ['model.bin'], hasBucket: true });
}
