import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  CreateDeploymentCommand,
  CreateRestApiCommand,
  CreateStageCommand,
  PutRestApiCommand,
  type APIGatewayClient,
} from '@aws-sdk/client-api-gateway';
import { CreateRoleCommand } from '@aws-sdk/client-iam';
import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateFunctionCommand,
  PublishVersionCommand,
  UpdateFunctionConfigurationCommand,
  type Runtime,
} from '@aws-sdk/client-lambda';
import { bundle } from '../../../bundler/bundle.ts';
import { isAwsError } from '../../aws/aws-errors.ts';
import { waitUntilSettled } from '../../aws/function.ts';
import type { Pair } from '../../../stack/pair.ts';
import type { VerifyClients } from './verify-clients.ts';

/** Where throw-away resources are, and whose they are. */
export interface Place {
  readonly region: string;
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string;
  /** Twelve digits. */
  readonly account: string;
  /** Short name of the stack. */
  readonly stack: string;
  readonly runtime: string;
}

/** A function with two versions and an alias on each, behind an API with two deployments and one stage. */
export interface ThrowAway {
  /** Of the role, the function and the API. */
  readonly name: string;
  readonly restApiId: string;
  readonly apiStage: string;
  readonly aliases: readonly [string, string];
  /** Version and deployment of each state. */
  readonly pairs: readonly [Pair, Pair];
}

const aliases = ['ONE', 'TWO'] as const;
const apiStage = 'verify';

/** Carried by all that can have tags. */
export function tagsOf({ stack }: Pick<Place, 'stack'>): Record<string, string> {
  return { 'gated-lambda-release:verify': stack };
}

/**
 * The path of the roles that runs for a stack made: by it what was left is found. Of each run the role is
 * made first and deleted last, so as long as anything is left there is a role that names it.
 */
export function rolePath({ region, stack }: Pick<Place, 'region' | 'stack'>): string {
  return `/gated-lambda-release-verify/${region}/${stack}/`;
}

export function newName(): string {
  return `gated-lambda-release-verify-${randomBytes(4).toString('hex')}`;
}

/**
 * Makes it, the role first. No call is given up while it is under way: what AWS did then could not be known,
 * nor deleted.
 *
 * @param signal ends it between two calls.
 */
export async function createThrowAway(
  clients: VerifyClients,
  place: Place,
  name: string,
  signal: AbortSignal,
): Promise<ThrowAway> {
  const roleArn = await createRole(clients, place, name);
  signal.throwIfAborted();
  const functionArn = await createFunction(clients, { place, name, roleArn }, signal);
  const versions = await publishTwo(clients, name, signal);
  signal.throwIfAborted();
  const { restApiId, deployments } = await createApi(clients.apiGateway, place, name, functionArn);
  signal.throwIfAborted();
  await createAliases(clients, place, { name, restApiId, versions });
  signal.throwIfAborted();
  const [one, two] = aliases;
  await clients.apiGateway.send(
    new CreateStageCommand({
      restApiId,
      stageName: apiStage,
      deploymentId: deployments[0],
      variables: { LambdaAlias: one },
      tags: tagsOf(place),
    }),
  );
  const pairOf = (at: 0 | 1) => ({ version: versions[at], deployment: deployments[at] });
  return { name, restApiId, apiStage, aliases: [one, two], pairs: [pairOf(0), pairOf(1)] };
}

/** It has no policies: what the function logs goes nowhere, and leaves no log group. */
async function createRole({ iam }: VerifyClients, place: Place, name: string): Promise<string> {
  const trust = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'lambda.amazonaws.com' },
        Action: 'sts:AssumeRole',
      },
    ],
  };
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: name,
      Path: rolePath(place),
      AssumeRolePolicyDocument: JSON.stringify(trust),
      Tags: Object.entries(tagsOf(place)).map(([Key, Value]) => ({ Key, Value })),
    }),
  );
  return Role?.Arn ?? '';
}

const roleMs = 60_000;
const roleRetryMs = 1_000;

interface NewFunction {
  readonly place: Place;
  readonly name: string;
  readonly roleArn: string;
}

async function createFunction(
  { lambda }: VerifyClients,
  { place, name, roleArn }: NewFunction,
  signal: AbortSignal,
): Promise<string> {
  const { zip } = await bundle(fileURLToPath(new URL('throw-away-handler.ts', import.meta.url)), {
    runtime: place.runtime,
  });
  const command = new CreateFunctionCommand({
    FunctionName: name,
    Runtime: place.runtime as Runtime,
    Handler: 'index.handler',
    Role: roleArn,
    Code: { ZipFile: zip },
    Environment: { Variables: { EDITION: '1' } },
    Tags: tagsOf(place),
  });
  const deadline = performance.now() + roleMs;
  for (;;) {
    try {
      const { FunctionArn = '' } = await lambda.send(command);
      return FunctionArn;
    } catch (error) {
      // A new role cannot be assumed at once.
      if (!isAwsError(error, 'InvalidParameterValueException') || performance.now() > deadline) {
        throw error;
      }
      await delay(roleRetryMs, undefined, { signal });
    }
  }
}

async function publishTwo(
  { lambda }: VerifyClients,
  name: string,
  signal: AbortSignal,
): Promise<readonly [string, string]> {
  const publish = async () => {
    await waitUntilSettled(lambda, name, '$LATEST', signal);
    const { Version = '' } = await lambda.send(new PublishVersionCommand({ FunctionName: name }));
    await waitUntilSettled(lambda, name, Version, signal);
    return Version;
  };
  const first = await publish();
  // Without a change there is no second version.
  const Environment = { Variables: { EDITION: '2' } };
  await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: name, Environment }));
  return [first, await publish()];
}

interface NewApi {
  readonly restApiId: string;
  readonly deployments: readonly [string, string];
}

async function createApi(
  apiGateway: APIGatewayClient,
  place: Place,
  name: string,
  functionArn: string,
): Promise<NewApi> {
  const uri = `arn:${place.partition}:apigateway:${place.region}:lambda:path/2015-03-31/functions/${functionArn}:\${stageVariables.LambdaAlias}/invocations`;
  const { id: restApiId = '' } = await apiGateway.send(
    new CreateRestApiCommand({ name, tags: tagsOf(place) }),
  );
  const body = Buffer.from(JSON.stringify(apiBody(name, uri)));
  await apiGateway.send(new PutRestApiCommand({ restApiId, mode: 'overwrite', body }));
  const deploy = async () => {
    const { id = '' } = await apiGateway.send(new CreateDeploymentCommand({ restApiId }));
    return id;
  };
  return { restApiId, deployments: [await deploy(), await deploy()] };
}

/** One GET, whose answer names the version and the deployment as the stack's own API does. */
function apiBody(name: string, uri: string): object {
  const header = { schema: { type: 'string' } };
  const answer = {
    statusCode: '200',
    responseParameters: {
      'method.response.header.X-Lambda-Version':
        'integration.response.header.X-Amz-Executed-Version',
      'method.response.header.X-Api-Deployment': 'context.deploymentId',
    },
  };
  const headers = { 'X-Lambda-Version': header, 'X-Api-Deployment': header };
  return {
    openapi: '3.0.1',
    info: { title: name, version: '1' },
    paths: {
      '/': {
        get: {
          responses: { 200: { description: '', headers } },
          'x-amazon-apigateway-integration': {
            type: 'aws',
            httpMethod: 'POST',
            uri,
            responses: { default: answer },
          },
        },
      },
    },
  };
}

interface NewAliases {
  readonly name: string;
  readonly restApiId: string;
  readonly versions: readonly [string, string];
}

async function createAliases(
  { lambda }: VerifyClients,
  { partition, region, account }: Place,
  { name, restApiId, versions }: NewAliases,
): Promise<void> {
  for (const [at, alias] of aliases.entries()) {
    await lambda.send(
      new CreateAliasCommand({ FunctionName: name, Name: alias, FunctionVersion: versions[at] }),
    );
    await lambda.send(
      new AddPermissionCommand({
        FunctionName: name,
        Qualifier: alias,
        StatementId: 'api',
        Action: 'lambda:InvokeFunction',
        Principal: 'apigateway.amazonaws.com',
        SourceArn: `arn:${partition}:execute-api:${region}:${account}:${restApiId}/${apiStage}/*/*`,
      }),
    );
  }
}
