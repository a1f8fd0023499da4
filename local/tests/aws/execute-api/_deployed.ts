import { randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';

import {
  CreateDeploymentCommand,
  CreateStageCommand,
  DeleteRestApiCommand,
  ImportRestApiCommand,
} from '@aws-sdk/client-api-gateway';
import { CreateRoleCommand, DeleteRoleCommand } from '@aws-sdk/client-iam';
import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateFunctionCommand,
  DeleteFunctionCommand,
  PublishVersionCommand,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import { ZipArchive } from 'archiver';
import type { ExecutionContext } from 'ava';

import { region } from '../../_helpers/account.ts';
import type { Clients } from '../../_helpers/clients.ts';
import { startEmbedded, type Embedded } from '../../_helpers/embedded.ts';

/** Stands for the function's ARN in an OpenAPI document, until the function exists. */
export const functionArn = '<function-arn>';

/** The URI of an integration that calls the alias named by the stage variable `LambdaAlias`. */
export const aliasUri = lambdaUri(`${functionArn}:\${stageVariables.LambdaAlias}`);

export function lambdaUri(arn: string): string {
  return `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}/invocations`;
}

export type Paths = Readonly<Record<string, Readonly<Record<string, object>>>>;

/** An operation of an OpenAPI document with the integration it is given. */
export function operation(integration: object): object {
  return {
    responses: {},
    'x-amazon-apigateway-integration': { httpMethod: 'POST', ...integration },
  };
}

export interface Deployed {
  readonly clients: Clients;
  readonly apiId: string;
  readonly apiName: string;
  readonly functionName: string;
  /** Of a stage, without a slash at the end. */
  readonly url: (stageName: string) => string;
  readonly addStage: (
    stageName: string,
    variables: Readonly<Record<string, string>>,
  ) => Promise<void>;
  /** Lets one stage of the API call one alias. */
  readonly permit: (alias: string, stageName: string) => Promise<void>;
}

/** An API with the stage `prod`, whose variable `LambdaAlias` is `PROD`. */
export async function deployApi(
  t: ExecutionContext,
  paths: Paths,
  extensions: object = {},
): Promise<Deployed> {
  return createApi(t, await start(t), { paths, ...extensions });
}

/**
 * An API as above, and a function with version 1 and the alias `PROD` on it, which the stage `prod`
 * may call.
 */
export async function deploy(
  t: ExecutionContext,
  source: string,
  paths: Paths,
  extensions: object = {},
): Promise<Deployed> {
  const endpoint = await start(t);
  const arn = await createFunction(t, endpoint.clients, source);
  const deployed = await createApi(t, endpoint, { paths, ...extensions }, arn);
  await deployed.permit('PROD', 'prod');
  return deployed;
}

function start(t: ExecutionContext): Promise<Embedded> {
  return startEmbedded(t, { timings: { pendingMs: 0, inProgressMs: 0 } });
}

/** The names are new each time and what was made is deleted, for endpoints that tests share. */
async function createFunction(
  t: ExecutionContext,
  { lambda, iam }: Clients,
  source: string,
): Promise<string> {
  const name = `greeting-${randomUUID().slice(0, 8)}`;
  const trust = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ],
  };
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: JSON.stringify(trust) }),
  );
  t.teardown(() => iam.send(new DeleteRoleCommand({ RoleName: name })));
  const { FunctionArn = '' } = await lambda.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: Role?.Arn,
      Code: { ZipFile: await zip(source) },
    }),
  );
  t.teardown(() => lambda.send(new DeleteFunctionCommand({ FunctionName: name })));
  await publish(lambda, name);
  return FunctionArn;
}

async function publish(client: Clients['lambda'], FunctionName: string): Promise<void> {
  const wait = { client, maxWaitTime: 20, minDelay: 1, maxDelay: 1 };
  await waitUntilFunctionActiveV2(wait, { FunctionName });
  const { Version } = await client.send(new PublishVersionCommand({ FunctionName }));
  await waitUntilFunctionActiveV2(wait, { FunctionName, Qualifier: Version });
  await client.send(
    new CreateAliasCommand({ FunctionName, Name: 'PROD', FunctionVersion: Version }),
  );
}

/** The same, on an embedded AWS that is there. @param arn of a function */
export async function createApi(
  t: ExecutionContext,
  { clients, url }: Pick<Embedded, 'clients' | 'url'>,
  extensions: object,
  arn = '',
): Promise<Deployed> {
  const { apigateway, lambda } = clients;
  const apiName = `greeting-${randomUUID().slice(0, 8)}`;
  const document = { openapi: '3.0.1', info: { title: apiName, version: '1' }, ...extensions };
  const text = JSON.stringify(document).replaceAll(functionArn, arn);
  const { id: apiId = '' } = await apigateway.send(
    new ImportRestApiCommand({ body: Buffer.from(text) }),
  );
  t.teardown(() => apigateway.send(new DeleteRestApiCommand({ restApiId: apiId })));
  const { id } = await apigateway.send(new CreateDeploymentCommand({ restApiId: apiId }));
  const deployed: Deployed = {
    clients,
    apiId,
    apiName,
    functionName: arn.split(':').at(-1) ?? '',
    url: (stageName) => `${url}/_aws/execute-api/${apiId}/${stageName}`,
    addStage: async (stageName, variables) => {
      const stage = { restApiId: apiId, stageName, deploymentId: id, variables };
      await apigateway.send(new CreateStageCommand(stage));
    },
    permit: async (alias, stageName) => {
      await lambda.send(permission(arn, alias, apiId, stageName));
    },
  };
  await deployed.addStage('prod', { LambdaAlias: 'PROD' });
  return deployed;
}

function permission(
  arn: string,
  alias: string,
  apiId: string,
  stageName: string,
): AddPermissionCommand {
  const [, partition = '', , region = '', account = ''] = arn.split(':');
  return new AddPermissionCommand({
    FunctionName: arn,
    Qualifier: alias,
    StatementId: `${alias}-${stageName}`,
    Action: 'lambda:InvokeFunction',
    Principal: 'apigateway.amazonaws.com',
    SourceArn: `arn:${partition}:execute-api:${region}:${account}:${apiId}/${stageName}/*/*`,
  });
}

async function zip(source: string): Promise<Buffer> {
  const archive = new ZipArchive();
  archive.append(source, { name: 'index.mjs' });
  const [bytes] = await Promise.all([buffer(archive), archive.finalize()]);
  return bytes;
}
