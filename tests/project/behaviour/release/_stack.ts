import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
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
import { startMade } from './_made-once.ts';
import { createStage, makeTarget, permit } from './_made-target.ts';
import { region } from '../../../../local/tests/_helpers/account.ts';
import type { Embedded } from '../../../../local/tests/_helpers/embedded.ts';
import { temporaryFolder } from '../../../../local/tests/_helpers/temporary-folder.ts';
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
  options: StackOptions = {},
): Promise<TestStack> {
  const nothing = { name: '', make: () => Promise.resolve(null) };
  return (await createStackWith(t, nothing, lag, options)).stack;
}

/** What is made in a stack before tests begin with it. */
export interface StackMaking<Made> {
  /** Says all that it depends on, beside the stack. */
  readonly name: string;
  /** @returns what JSON can hold. */
  readonly make: (stack: TestStack) => Promise<Made>;
}

/** A stack in which more was made; the stack lags only afterwards. */
export async function createStackWith<Made>(
  t: ExecutionContext,
  { name, make }: StackMaking<Made>,
  lag: Partial<LagSettings> = {},
  { hasStandby = false, allocationMs = 50, hasCallers = false, stages }: StackOptions = {},
): Promise<{ readonly stack: TestStack; readonly made: Made }> {
  const making = { hasStandby, ...(stages && { stages }) };
  const { embedded, made } = await startMade(
    t,
    {
      name: JSON.stringify([making, name]),
      async make(template) {
        const resources = await makeResources(t, template, making);
        return { resources, more: await make(openStack(template, resources, making)) };
      },
    },
    { timings: { allocationMs }, lag },
  );
  const stack = openStack(embedded, made.resources, { ...making, lag, hasCallers });
  // With the first call its log of writes begins, with what is there.
  await stack.alias('PROD');
  return { stack, made: made.more };
}

/** What a stack is made with, on an embedded AWS that is there. */
interface Making extends Pick<StackOptions, 'hasStandby' | 'stages'> {
  readonly region?: string;
}

/** What was made, without the endpoint that serves it. */
export interface StackResources extends Pick<
  StackOutputs,
  'functionName' | 'functionArn' | 'restApiId' | 'deploymentId'
> {
  readonly hasStandby: boolean;
}

/** Makes a stack in one region; `embedded` has the clients of that region. */
export async function makeResources(
  t: ExecutionContext,
  embedded: Embedded,
  making: Making = {},
): Promise<StackResources> {
  const { hasStandby = false, stages } = making;
  const functionArn = await createFunction(t, embedded);
  const { apigateway, lambda, logs } = embedded.clients;
  const { id: restApiId = '' } = await apigateway.send(
    new CreateRestApiCommand({ name: functionName }),
  );
  await logs.send(new CreateLogGroupCommand({ logGroupName: releaseLogGroup(functionName) }));
  const api = { apigateway, restApiId, functionArn };
  const deploymentId = await deployDefinition(api, making);
  const place = { lambda, apiGateway: apigateway, functionName, restApiId };
  for (const [apiStage, alias] of targets) {
    const settings = stages?.[apiStage];
    await makeTarget(place, { alias, apiStage, version: '$LATEST', deploymentId, settings });
  }
  if (hasStandby) {
    const alias = standbyAliasOf('PROD');
    const name = standbyStageOf('prod');
    await permit(place, alias, name, 'standby');
    await createStage(place, { name, deploymentId, alias });
    await throttleToNothing(apigateway, restApiId, name);
  }
  return { functionName, functionArn, restApiId, deploymentId, hasStandby };
}

/** Of a stack, with their aliases. */
const targets = [
  ['stage', 'STAGE'],
  ['prod', 'PROD'],
] as const;

/** A stack that there is, where an embedded AWS serves it; every host knows what was made. */
export function openStack(
  embedded: Embedded,
  resources: StackResources,
  {
    lag = {},
    hasCallers = false,
    ...making
  }: Making & { readonly lag?: Partial<LagSettings>; readonly hasCallers?: boolean } = {},
): TestStack {
  const { alias = 0, stage = 0, read = 0 } = lag;
  const { apigateway, lambda } = embedded.clients;
  const { functionArn, restApiId, deploymentId } = resources;
  embedded.aws.lag.pass(Math.max(alias, stage, read));
  return {
    ...embedded,
    propagation: { alias, stage, read },
    clock: new TestLagClock(embedded.aws.lag, { hasCallers }),
    outputs: {
      functionName,
      functionArn,
      restApiId,
      deploymentId,
      targets: targetsAt(embedded.url, resources),
    },
    deployApi: (change, stages = making.stages) =>
      deployDefinition(
        { apigateway, restApiId, functionArn },
        { ...making, ...(stages && { stages }) },
        change,
      ),
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

function targetsAt(
  endpoint: string,
  { functionArn, restApiId, hasStandby }: StackResources,
): StackOutputs['targets'] {
  const urlOf = (apiStage: string) => `${endpoint}/_aws/execute-api/${restApiId}/${apiStage}`;
  const all = targets.map(([apiStage, alias]) => {
    const standbyStage = standbyStageOf(apiStage);
    const standby =
      hasStandby && apiStage === 'prod' ? { standbyStage, standbyUrl: urlOf(standbyStage) } : {};
    const aliasArn = `${functionArn}:${alias}`;
    return [apiStage, { alias, aliasArn, apiStage, url: urlOf(apiStage), ...standby }] as const;
  });
  return Object.fromEntries(all);
}

/** @returns the id of the deployment. */
async function deployDefinition(
  {
    apigateway,
    restApiId,
    functionArn,
  }: Pick<StackResources, 'restApiId' | 'functionArn'> & { readonly apigateway: APIGatewayClient },
  { region: where = region, stages }: Making,
  change = (body: string) => body,
): Promise<string> {
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
  const folder = await temporaryFolder(t, 'handler-');
  const file = join(folder, `${randomUUID()}.ts`);
  await writeFile(file, `export async function handler(event, context) { ${body} }\n`);
  const made = await bundle(file);
  // A long test makes hundreds, which it would leave behind if it were killed.
  await rm(folder, { recursive: true });
  return made;
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
