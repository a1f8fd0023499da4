import {
  GetExportCommand,
  GetResourcesCommand,
  ImportRestApiCommand,
} from '@aws-sdk/client-api-gateway';
import test from 'ava';
import { parse } from 'yaml';
import { startEmbedded } from '../../_helpers/embedded.ts';
import { deleteLater, deploy, greetingBody, importApi, refuses } from './_api.ts';
import { deployedStage } from './_stage.ts';
import type { DeployedStage } from './_stage.ts';

const badRequest = (message: string | RegExp) => ({
  name: 'BadRequestException',
  status: 400,
  message,
});

async function exportOf(
  { clients, stage }: DeployedStage,
  exportType: string,
  accepts: string,
  parameters: Record<string, string> = {},
) {
  const { body, contentType, contentDisposition } = await clients.apigateway.send(
    new GetExportCommand({ ...stage, exportType, accepts, parameters }),
  );
  return { text: Buffer.from(body ?? []).toString(), contentType, contentDisposition };
}

test('an export without extensions is plain OpenAPI', async (t) => {
  const stage = await deployedStage(t);
  const { text, ...headers } = await exportOf(stage, 'oas30', 'application/json');
  t.is(headers.contentType, 'application/octet-stream');
  t.regex(headers.contentDisposition ?? '', /^attachment; filename="oas30_1\.json"$/);
  t.deepEqual(JSON.parse(text), {
    openapi: '3.0.1',
    info: { title: 'greeting', version: '1', description: 'Greets' },
    servers: [
      {
        url: `${stage.url}/_aws/execute-api/${stage.restApiId}/{basePath}`,
        variables: { basePath: { default: 'prod' } },
      },
    ],
    paths: {
      '/greeting': {
        get: {
          operationId: 'greet',
          parameters: [{ name: 'name', in: 'query', schema: { type: 'string' } }],
          responses: {
            '200': {
              description: '200 response',
              headers: { 'X-Version': { schema: { type: 'string' } } },
              content: {},
            },
            '400': { description: '400 response', content: {} },
          },
        },
      },
    },
    components: {},
  });
});

test('an export with integrations holds them as they were imported', async (t) => {
  const stage = await deployedStage(t);
  const { text } = await exportOf(stage, 'oas30', 'application/yaml', {
    extensions: 'integrations',
  });
  const integration = greetingBody.paths['/greeting'].get['x-amazon-apigateway-integration'];
  t.like(parse(text), {
    paths: {
      '/greeting': {
        get: {
          'x-amazon-apigateway-integration': {
            ...integration,
            passthroughBehavior: 'when_no_match',
            responses: { ...integration.responses, 'Bad.*': { statusCode: '400' } },
          },
        },
      },
    },
  });
});

for (const [exportType, accepts] of [
  ['oas30', 'application/json'],
  ['oas30', 'application/yaml'],
  ['swagger', 'application/json'],
  ['swagger', 'application/yaml'],
] as const) {
  test(`an export as ${exportType} in ${accepts} imports to the same methods`, async (t) => {
    const stage = await deployedStage(t);
    const { apigateway } = stage.clients;
    const { text } = await exportOf(stage, exportType, accepts, { extensions: 'apigateway' });
    const { id: restApiId = '' } = await apigateway.send(
      new ImportRestApiCommand({ body: Buffer.from(text), failOnWarnings: true }),
    );
    deleteLater(t, apigateway, restApiId);
    t.deepEqual(await methods(restApiId), await methods(stage.restApiId));

    async function methods(id: string) {
      const { items = [] } = await apigateway.send(
        new GetResourcesCommand({ restApiId: id, embed: ['methods'] }),
      );
      return items.map(({ path, resourceMethods }) => [
        path,
        JSON.stringify(resourceMethods, (name, value: unknown) =>
          name === 'cacheNamespace' ? undefined : value,
        ),
      ]);
    }
  });
}

test('exports of other kinds and formats are refused', async (t) => {
  const stage = await deployedStage(t);
  const { clients, restApiId } = stage;
  await refuses(
    t,
    exportOf(stage, 'raml', 'application/json'),
    badRequest("No API exporter for type 'raml'"),
  );
  await refuses(t, exportOf(stage, 'oas30', 'text/html'), badRequest(/'text\/html'/));
  await refuses(
    t,
    exportOf(stage, 'oas30', 'application/json', { extensions: 'x' }),
    badRequest("Invalid export extension 'x'"),
  );
  await refuses(
    t,
    clients.apigateway.send(
      new GetExportCommand({ restApiId, stageName: 'none', exportType: 'oas30' }),
    ),
    { name: 'NotFoundException', status: 404, message: 'Invalid stage identifier specified' },
  );
});

test('a Swagger export names media types by models and templates, and the body by its model', async (t) => {
  const { clients } = await startEmbedded(t);
  const integration = {
    type: 'mock',
    requestTemplates: { 'application/json': '{"statusCode": 200}' },
    responses: { default: { statusCode: '200', responseTemplates: { 'text/html': '<p/>' } } },
  };
  const responses = { '200': { description: 'ok' } };
  const restApiId = await importApi(t, clients.apigateway, {
    openapi: '3.0.3',
    info: { title: 'pets' },
    paths: {
      '/': { get: { responses, 'x-amazon-apigateway-integration': integration } },
      '/pets': {
        post: {
          requestBody: {
            content: { 'text/pet': { schema: { $ref: '#/components/schemas/Pet' } } },
          },
          responses,
          'x-amazon-apigateway-integration': { type: 'mock' },
        },
      },
    },
    components: { schemas: { Pet: { type: 'object' } } },
  });
  await deploy(clients.apigateway, restApiId, 'prod');
  const { body, contentDisposition } = await clients.apigateway.send(
    new GetExportCommand({ restApiId, stageName: 'prod', exportType: 'swagger' }),
  );
  t.like(JSON.parse(Buffer.from(body ?? []).toString()), {
    paths: {
      '/': { get: { consumes: ['application/json'], produces: ['text/html'] } },
      '/pets': {
        post: {
          consumes: ['text/pet'],
          produces: undefined,
          parameters: [
            { in: 'body', name: 'Pet', required: true, schema: { $ref: '#/definitions/Pet' } },
          ],
        },
      },
    },
  });
  t.regex(
    contentDisposition ?? '',
    /^attachment; filename="swagger_\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\.json"$/,
    'named after the time of the deployment where the API has no version',
  );
});
