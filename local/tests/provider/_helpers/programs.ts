import { Archive, Asset, type Properties } from '../../../provider/properties.ts';
import type { Made, Workbench } from './provider-on.ts';

export const assumeRolePolicy = trustPolicy('lambda.amazonaws.com');

function trustPolicy(Service: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service } }],
  });
}

/** A role that API Gateway can write logs with. @returns Its ARN. */
export async function makeLoggingRole(bench: Workbench): Promise<unknown> {
  const role = await bench.make('aws:iam/role:Role', {
    assumeRolePolicy: trustPolicy('apigateway.amazonaws.com'),
  });
  return role.state.arn;
}

/** An archive with one file; its hash is its text, which is enough for the provider. */
export function archiveOf(source: string): Archive {
  return new Archive(source, { assets: { 'index.mjs': new Asset(source, { text: source }) } });
}

export async function makeFunction(bench: Workbench, more: Properties = {}): Promise<Made> {
  const role = await bench.make('aws:iam/role:Role', { assumeRolePolicy }, 'role');
  const made = await bench.make('aws:lambda/function:Function', {
    name: 'greeting',
    role: role.state.arn,
    runtime: 'nodejs24.x',
    handler: 'index.handler',
    code: archiveOf('export const handler = async () => 1;'),
    ...more,
  });
  return made;
}

export async function makeApi(bench: Workbench, more: Properties = {}): Promise<Made> {
  return bench.make('aws:apigateway/restApi:RestApi', {
    name: 'greeting',
    body: openApi(),
    ...more,
  });
}

/** API, deployment and stage. */
export async function makeStage(bench: Workbench, more: Properties = {}) {
  const api = await makeApi(bench);
  const deployment = await bench.make('aws:apigateway/deployment:Deployment', {
    restApi: api.id,
    triggers: { sha: '1' },
  });
  const stage = await bench.make('aws:apigateway/stage:Stage', {
    restApi: api.id,
    deployment: deployment.id,
    stageName: 'prod',
    variables: { LambdaAlias: 'PROD' },
    ...more,
  });
  return { api, deployment, stage };
}

/** An OpenAPI definition with one route that answers by itself. */
export function openApi(path = '/greeting'): string {
  return JSON.stringify({
    openapi: '3.0.1',
    info: { title: 'From the body', version: '1' },
    paths: {
      [path]: {
        get: {
          responses: { 200: { description: 'ok' } },
          'x-amazon-apigateway-integration': {
            type: 'mock',
            requestTemplates: { 'application/json': '{"statusCode": 200}' },
            responses: { default: { statusCode: '200' } },
          },
        },
      },
    },
  });
}
