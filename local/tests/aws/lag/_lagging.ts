import {
  CreateDeploymentCommand,
  CreateStageCommand,
  GetStageCommand,
  ImportRestApiCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway';
import { AddPermissionCommand, CreateAliasCommand, InvokeCommand } from '@aws-sdk/client-lambda';
import type { ExecutionContext } from 'ava';

import type { LagSettings } from '../../../lag-settings.ts';
import type { Timings } from '../../../aws/region.ts';
import { account, region } from '../../_helpers/account.ts';
import { clientsOf } from '../../_helpers/clients.ts';
import { openConnection } from '../../_helpers/connection.ts';
import {
  activeFunction,
  publish,
  publishHandler,
  setUp,
  type Stand,
} from '../lambda/_helpers/functions.ts';

/** A function with two versions and an alias on the first, an API with a stage that calls the alias. */
export interface LaggingStand extends Stand {
  readonly functionName: string;
  readonly restApiId: string;
  readonly deployments: readonly [string, string];
  /** Lets time pass: it stands still otherwise. */
  readonly pass: (seconds: number) => void;
  /** Begins to lag; until then everything is instant. */
  readonly lag: (settings: Partial<LagSettings>) => void;
  /** A new connection to the stage, whose answers are `version@deployment`, or a status. */
  readonly open: () => () => Promise<string>;
  /** The version that a new connection to Lambda runs by the alias `PROD`. */
  readonly invokeAnew: () => Promise<string | undefined>;
  readonly moveStage: (deploymentId: string, alias?: string) => Promise<unknown>;
}

export async function setUpLagging(t: ExecutionContext): Promise<LaggingStand> {
  const { pass, ...stand } = await setUpClock(t);
  const { lambda, clients, aws, url } = stand;
  const functionName = await activeFunction(t, stand, 'return {}');
  await publish(stand, functionName);
  await publishHandler(stand, functionName, 'return { second: true }');
  await lambda.send(
    new CreateAliasCommand({ FunctionName: functionName, Name: 'PROD', FunctionVersion: '1' }),
  );
  const restApiId = await importGreeting(stand, functionName);
  const deployments = [await deploy(stand, restApiId), await deploy(stand, restApiId)] as const;
  await clients.apigateway.send(
    new CreateStageCommand({
      restApiId,
      stageName: 'prod',
      deploymentId: deployments[0],
      variables: { LambdaAlias: 'PROD' },
    }),
  );
  await permit(stand, functionName, restApiId, 'PROD');
  return {
    ...stand,
    ...{ functionName, restApiId, deployments },
    pass,
    lag: (settings) => {
      aws.lag.set({ seed: 1, ...settings });
    },
    open: () => {
      const ask = openConnection(t);
      return async () => {
        const { status, headers } = await ask(`${url}/_aws/execute-api/${restApiId}/prod/greeting`);
        const { 'x-version': version = '', 'x-deployment': deployment = '' } = headers;
        return status === 200 ? `${String(version)}@${String(deployment)}` : String(status);
      };
    },
    invokeAnew: async () => {
      const anew = clientsOf(url).lambda;
      t.teardown(() => {
        anew.destroy();
      });
      const named = { FunctionName: functionName, Qualifier: 'PROD' };
      return (await anew.send(new InvokeCommand(named))).ExecutedVersion;
    },
    moveStage: (deploymentId, alias = 'PROD') =>
      clients.apigateway.send(
        new UpdateStageCommand({
          ...{ restApiId, stageName: 'prod' },
          patchOperations: [
            { op: 'replace', path: '/deploymentId', value: deploymentId },
            { op: 'replace', path: '/variables/LambdaAlias', value: alias },
          ],
        }),
      ),
  };
}

/** An endpoint whose clock stands still until the test lets time pass. */
export async function setUpClock(
  t: ExecutionContext,
  timings: Partial<Timings> = {},
): Promise<Stand & Pick<LaggingStand, 'pass'>> {
  let now = Date.now();
  const instant = { pendingMs: 0, inProgressMs: 0, allocationMs: 0 };
  const stand = await setUp(t, { now: () => now, timings: { ...instant, ...timings } });
  return {
    ...stand,
    pass: (seconds) => {
      now += seconds * 1000;
    },
  };
}

/** Lets the stage `prod` call an alias. */
export function permit(
  { lambda }: Stand,
  functionName: string,
  restApiId: string,
  alias: string,
): Promise<unknown> {
  return lambda.send(
    new AddPermissionCommand({
      FunctionName: functionName,
      Qualifier: alias,
      StatementId: 'prod',
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
      SourceArn: `arn:aws:execute-api:${region}:${account}:${restApiId}/prod/*/*`,
    }),
  );
}

export async function stageDeployment({ clients, restApiId }: LaggingStand): Promise<string> {
  const stage = await clients.apigateway.send(
    new GetStageCommand({ restApiId, stageName: 'prod' }),
  );
  return stage.deploymentId ?? '';
}

async function importGreeting({ clients }: Stand, functionName: string): Promise<string> {
  const arn = `arn:aws:lambda:${region}:${account}:function:${functionName}`;
  const uri = `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}:\${stageVariables.LambdaAlias}/invocations`;
  const header = { schema: { type: 'string' } };
  const body = {
    openapi: '3.0.1',
    info: { title: 'greeting', version: '1' },
    paths: {
      '/greeting': {
        get: {
          responses: {
            '200': { description: '', headers: { 'X-Version': header, 'X-Deployment': header } },
          },
          'x-amazon-apigateway-integration': {
            ...{ type: 'aws', httpMethod: 'POST', uri },
            responses: {
              default: {
                statusCode: '200',
                responseParameters: {
                  'method.response.header.X-Version':
                    'integration.response.header.X-Amz-Executed-Version',
                  'method.response.header.X-Deployment': 'context.deploymentId',
                },
              },
            },
          },
        },
      },
    },
  };
  const { id = '' } = await clients.apigateway.send(
    new ImportRestApiCommand({ body: Buffer.from(JSON.stringify(body)) }),
  );
  return id;
}

async function deploy({ clients }: Stand, restApiId: string): Promise<string> {
  const { id = '' } = await clients.apigateway.send(new CreateDeploymentCommand({ restApiId }));
  return id;
}
