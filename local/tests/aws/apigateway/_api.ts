import {
  APIGatewayServiceException,
  CreateDeploymentCommand,
  DeleteRestApiCommand,
  ImportRestApiCommand,
} from '@aws-sdk/client-api-gateway';
import type { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import type { ExecutionContext } from 'ava';

/** A small API: `GET /greeting` by a mock integration. */
export const greetingBody = {
  openapi: '3.0.3',
  info: { title: 'greeting', version: '1', description: 'Greets' },
  paths: {
    '/greeting': {
      get: {
        operationId: 'greet',
        parameters: [{ name: 'name', in: 'query', schema: { type: 'string' } }],
        responses: {
          '200': { description: 'greeting', headers: { 'X-Version': { schema: {} } } },
          '400': { description: 'wrong name' },
        },
        'x-amazon-apigateway-integration': {
          type: 'mock',
          requestTemplates: { 'application/json': '{"statusCode": 200}' },
          requestParameters: {
            'integration.request.header.name': 'method.request.querystring.name',
          },
          responses: {
            default: {
              statusCode: '200',
              responseParameters: { 'method.response.header.X-Version': 'context.deploymentId' },
            },
            'Bad.*': { statusCode: 400 },
          },
        },
      },
    },
  },
};

/** Imports a body as a new API, deleted with the test. */
export async function importApi(
  t: ExecutionContext,
  client: APIGatewayClient,
  body: object | string = greetingBody,
): Promise<string> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const { id } = await client.send(new ImportRestApiCommand({ body: Buffer.from(text) }));
  if (id === undefined) {
    throw new Error('ImportRestApi answered no id');
  }
  deleteLater(t, client, id);
  return id;
}

/** Deletes an API with the test, unless the test did. */
export function deleteLater(t: ExecutionContext, client: APIGatewayClient, id: string): void {
  t.teardown(async () => {
    try {
      await client.send(new DeleteRestApiCommand({ restApiId: id }));
    } catch (error) {
      if (!(error instanceof Error && error.name === 'NotFoundException')) {
        throw error;
      }
    }
  });
}

/** Deploys an API, to a stage when one is named. */
export async function deploy(
  client: APIGatewayClient,
  restApiId: string,
  stageName?: string,
): Promise<string> {
  const { id } = await client.send(
    new CreateDeploymentCommand({ restApiId, ...(stageName === undefined ? {} : { stageName }) }),
  );
  if (id === undefined) {
    throw new Error('CreateDeployment answered no id');
  }
  return id;
}

/** Asserts that a call is refused with a documented error. */
export async function refuses(
  t: ExecutionContext,
  call: Promise<unknown>,
  expected: { readonly name: string; readonly status: number; readonly message: string | RegExp },
): Promise<void> {
  const error = await t.throwsAsync(call, {
    instanceOf: APIGatewayServiceException,
    name: expected.name,
    message: expected.message,
  });
  t.is(error.$metadata.httpStatusCode, expected.status);
}
