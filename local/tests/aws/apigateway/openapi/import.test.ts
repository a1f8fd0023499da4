import {
  GetGatewayResponseCommand,
  GetGatewayResponsesCommand,
  GetMethodCommand,
  GetModelCommand,
  GetModelsCommand,
  GetRequestValidatorCommand,
  GetRequestValidatorsCommand,
  GetAuthorizersCommand,
  GetResourcesCommand,
  GetRestApiCommand,
  ImportRestApiCommand,
  PutRestApiCommand,
} from '@aws-sdk/client-api-gateway';
import test from 'ava';
import { startEmbedded } from '../../../_helpers/embedded.ts';
import { greetingBody, importApi, refuses } from '../_api.ts';

const petsYaml = `
openapi: 3.0.3
info: { title: pets, version: '2' }
paths:
  /pets/{id}:
    parameters:
      - { $ref: '#/components/parameters/Id' }
      - { name: verbose, in: query, required: true }
    put:
      operationId: putPet
      x-amazon-apigateway-request-validator: all
      parameters: [{ name: verbose, in: query }]
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
      responses:
        '200': { $ref: '#/components/responses/Ok' }
        '404': { description: none }
      x-amazon-apigateway-integration:
        type: aws
        httpMethod: POST
        uri: arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:f:\${stageVariables.LambdaAlias}/invocations
        passthroughBehavior: never
        requestTemplates: { application/json: '{"id": "$input.params(''id'')"}' }
        responses:
          default: { statusCode: '200', responseParameters: { method.response.header.X-V: integration.response.header.X-Amz-Executed-Version } }
          'Not found:(\\n|.)*': { statusCode: 404 }
    x-amazon-apigateway-any-method:
      x-amazon-apigateway-integration: { type: mock }
components:
  parameters: { Id: { name: id, in: path, required: true } }
  responses:
    Ok: { description: ok, headers: { X-V: {} }, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
  schemas:
    Pet: { type: object, properties: { owner: { $ref: '#/components/schemas/Person' } } }
    Person: { type: object }
x-amazon-apigateway-request-validators: { all: { validateRequestBody: true, validateRequestParameters: true } }
x-amazon-apigateway-gateway-responses:
  MISSING_AUTHENTICATION_TOKEN: { statusCode: 404, responseTemplates: { application/json: '{"message":"no"}' } }
x-amazon-apigateway-binary-media-types: [image/png]
`;

test('a YAML body becomes resources, methods, integrations, models, validators and gateway responses', async (t) => {
  const { apigateway } = (await startEmbedded(t)).clients;
  const restApiId = await importApi(t, apigateway, petsYaml);
  t.like(await apigateway.send(new GetRestApiCommand({ restApiId })), {
    name: 'pets',
    version: '2',
    binaryMediaTypes: ['image/png'],
  });
  const { items = [] } = await apigateway.send(new GetResourcesCommand({ restApiId }));
  t.deepEqual(
    items.map(({ path }) => path),
    ['/', '/pets', '/pets/{id}'],
  );
  t.deepEqual(Object.keys(items[2]?.resourceMethods ?? {}).sort(), ['ANY', 'PUT']);

  const resourceId = items[2]?.id ?? '';
  const call = { restApiId, resourceId, httpMethod: 'PUT' };
  const {
    requestValidatorId = '',
    $metadata: _sent,
    ...method
  } = await apigateway.send(new GetMethodCommand(call));
  t.deepEqual(method, {
    httpMethod: 'PUT',
    authorizationType: 'NONE',
    apiKeyRequired: false,
    operationName: 'putPet',
    requestParameters: {
      'method.request.path.id': true,
      'method.request.querystring.verbose': false,
    },
    requestModels: { 'application/json': 'Pet' },
    methodResponses: {
      '200': {
        statusCode: '200',
        responseParameters: { 'method.response.header.X-V': false },
        responseModels: { 'application/json': 'Pet' },
      },
      '404': { statusCode: '404' },
    },
    methodIntegration: {
      type: 'AWS',
      httpMethod: 'POST',
      uri: 'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:f:${stageVariables.LambdaAlias}/invocations',
      requestTemplates: { 'application/json': '{"id": "$input.params(\'id\')"}' },
      passthroughBehavior: 'NEVER',
      timeoutInMillis: 29_000,
      cacheNamespace: resourceId,
      cacheKeyParameters: [],
      integrationResponses: {
        '200': {
          statusCode: '200',
          responseParameters: {
            'method.response.header.X-V': 'integration.response.header.X-Amz-Executed-Version',
          },
        },
        '404': { statusCode: '404', selectionPattern: 'Not found:(\\n|.)*' },
      },
    },
  });
  t.like(await apigateway.send(new GetRequestValidatorCommand({ restApiId, requestValidatorId })), {
    name: 'all',
    validateRequestBody: true,
    validateRequestParameters: true,
  });
  const pet = await apigateway.send(new GetModelCommand({ restApiId, modelName: 'Pet' }));
  t.deepEqual(JSON.parse(pet.schema ?? ''), {
    type: 'object',
    properties: {
      owner: { $ref: `https://apigateway.amazonaws.com/restapis/${restApiId}/models/Person` },
    },
  });
});

test('gateway responses show what the body set, and the documented default of the others', async (t) => {
  const { apigateway } = (await startEmbedded(t)).clients;
  const restApiId = await importApi(t, apigateway, petsYaml);
  const get = (responseType: 'MISSING_AUTHENTICATION_TOKEN' | 'THROTTLED') =>
    apigateway.send(new GetGatewayResponseCommand({ restApiId, responseType }));
  t.like(await get('MISSING_AUTHENTICATION_TOKEN'), { statusCode: '404', defaultResponse: false });
  t.like(await get('THROTTLED'), {
    statusCode: '429',
    defaultResponse: true,
    responseTemplates: { 'application/json': '{"message":$context.error.messageString}' },
  });
  const all = await apigateway.send(new GetGatewayResponsesCommand({ restApiId }));
  t.is(all.items?.filter(({ defaultResponse }) => defaultResponse === false).length, 1);
});

test('a Swagger 2.0 body is taken too', async (t) => {
  const { apigateway } = (await startEmbedded(t)).clients;
  const restApiId = await importApi(t, apigateway, {
    swagger: '2.0',
    info: { title: 'swagger' },
    basePath: '/ignored',
    consumes: ['text/pet'],
    paths: {
      '/pets': {
        post: {
          parameters: [
            { in: 'body', name: 'body', schema: { $ref: '#/definitions/Pet' } },
            { in: 'query', name: 'q', required: true },
          ],
          responses: { '200': { description: 'ok', schema: { $ref: '#/definitions/Pet' } } },
          'x-amazon-apigateway-integration': { type: 'MOCK' },
        },
      },
    },
    definitions: { Pet: { type: 'object' } },
  });
  const { items = [] } = await apigateway.send(
    new GetResourcesCommand({ restApiId, embed: ['methods'] }),
  );
  t.like(items[1]?.resourceMethods?.POST, {
    requestModels: { 'text/pet': 'Pet' },
    requestParameters: { 'method.request.querystring.q': true },
    methodResponses: {
      '200': { statusCode: '200', responseModels: { 'application/json': 'Pet' } },
    },
  });
});

test('merge keeps what the body does not name, overwrite drops it, and both keep ids', async (t) => {
  const { apigateway } = (await startEmbedded(t)).clients;
  const restApiId = await importApi(t, apigateway);
  const before = await resourcesOf();
  const put = (mode: 'merge' | 'overwrite', body: object | string) =>
    apigateway.send(
      new PutRestApiCommand({
        restApiId,
        mode,
        body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
      }),
    );
  const merged = await put('merge', petsYaml);
  t.is(merged.$metadata.httpStatusCode, 200);
  const both = await resourcesOf();
  t.deepEqual(Object.keys(both), ['/', '/greeting', '/pets', '/pets/{id}']);
  t.is(both['/greeting'], before['/greeting']);
  await put('overwrite', greetingBody);
  t.deepEqual(await resourcesOf(), before);
  t.deepEqual((await apigateway.send(new GetModelsCommand({ restApiId }))).items, []);
  t.deepEqual((await apigateway.send(new GetRequestValidatorsCommand({ restApiId }))).items, []);

  async function resourcesOf() {
    const { items = [] } = await apigateway.send(new GetResourcesCommand({ restApiId }));
    return Object.fromEntries(items.map(({ path = '', id }) => [path, id]));
  }
});

type Operation = Record<string, unknown>;
const { get } = greetingBody.paths['/greeting'];
const integration = get['x-amazon-apigateway-integration'];

/** The greeting API with changes to its operation. */
function withOperation(change: Operation, root: Operation = {}): object {
  return { ...greetingBody, ...root, paths: { '/greeting': { get: { ...get, ...change } } } };
}

function withIntegration(change: Operation): object {
  return withOperation({ 'x-amazon-apigateway-integration': { ...integration, ...change } });
}

const at = "'GET' on resource at path '\\/greeting'";
const refused: readonly (readonly [title: string, body: object | string, message: RegExp])[] = [
  ['that is not YAML', 'a: b: c', /^Invalid OpenAPI input\.$/],
  ['of another version', { ...greetingBody, openapi: '3.1.0' }, /^Invalid OpenAPI input/],
  [
    'that maps an undeclared parameter',
    withOperation({ parameters: [] }),
    new RegExp(
      `^Errors found during import:\\n\\tUnable to put integration for method ${at}: Invalid mapping expression specified: Validation Result: warnings : \\[\\], errors : \\[Invalid mapping expression parameter specified: method\\.request\\.querystring\\.name\\]$`,
    ),
  ],
  [
    'that sets an undeclared header',
    withOperation({ responses: { '200': {}, '400': {} } }),
    /Unable to put integration response .*Invalid mapping expression parameter specified: method\.response\.header\.X-Version\]$/,
  ],
  [
    'with a status that no response has',
    withOperation({ responses: { '200': get.responses['200'] } }),
    /Unable to put integration response .*: Invalid Response status code specified$/,
  ],
  [
    'with one status for two patterns',
    withIntegration({
      responses: { default: { statusCode: '400' }, 'Bad.*': { statusCode: 400 } },
    }),
    /several selection patterns have the status 400$/,
  ],
  [
    'with an unknown type',
    withIntegration({ type: 'lambda' }),
    /Invalid integration type specified: lambda$/,
  ],
  [
    'with an unknown passthrough behavior',
    withIntegration({ passthroughBehavior: 'always' }),
    /Invalid passthrough behavior specified$/,
  ],
  [
    'with an unknown validator',
    withOperation({ 'x-amazon-apigateway-request-validator': 'x' }),
    /Invalid Request Validator specified: x$/,
  ],
  [
    'with a dangling reference',
    withOperation({ parameters: [{ $ref: '#/components/parameters/None' }] }),
    /there is no #\/components\/parameters\/None$/,
  ],
  [
    'with an unknown model',
    withOperation({
      requestBody: {
        content: { 'application/json': { schema: { $ref: '#/components/schemas/No' } } },
      },
    }),
    /Invalid model identifier specified: No$/,
  ],
  [
    'with a square bracket in a parameter',
    withOperation({ parameters: [...get.parameters, { name: 'page[size]', in: 'query' }] }),
    /Parameter name should match the following regular expression/,
  ],
  [
    'with an unknown gateway response',
    { ...greetingBody, 'x-amazon-apigateway-gateway-responses': { TEAPOT: {} } },
    /Unable to put gateway response 'TEAPOT'/,
  ],
  [
    'with two variables side by side',
    { ...greetingBody, paths: { '/{a}': {}, '/{b}': {} } },
    /Unable to create resource at path '\/\{b\}': A sibling \(\{a\}\)/,
  ],
];

for (const [title, body, message] of refused) {
  test(`a body ${title} is refused, and leaves the API as it was`, async (t) => {
    const { apigateway } = (await startEmbedded(t)).clients;
    const restApiId = await importApi(t, apigateway);
    const state = async () => {
      const { items } = await apigateway.send(
        new GetResourcesCommand({ restApiId, embed: ['methods'] }),
      );
      const { $metadata: _sent, ...api } = await apigateway.send(
        new GetRestApiCommand({ restApiId }),
      );
      return { api, items };
    };
    const before = await state();
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    await refuses(
      t,
      apigateway.send(
        new PutRestApiCommand({ restApiId, mode: 'overwrite', body: Buffer.from(text) }),
      ),
      { name: 'BadRequestException', status: 400, message },
    );
    t.deepEqual(await state(), before);
  });
}

const unmodelled: readonly (readonly [title: string, body: object, message: RegExp])[] = [
  ['a VPC link', withIntegration({ connectionType: 'VPC_LINK' }), /connection type VPC_LINK/],
  [
    'an unknown extension',
    { ...greetingBody, 'x-amazon-apigateway-cors': {} },
    /x-amazon-apigateway-cors/,
  ],
];

for (const [title, body, message] of unmodelled) {
  test(`a body with ${title} is refused as not modelled`, async (t) => {
    const { apigateway } = (await startEmbedded(t)).clients;
    const call = new ImportRestApiCommand({ body: Buffer.from(JSON.stringify(body)) });
    await t.throwsAsync(apigateway.send(call), { name: 'NotImplemented', message });
  });
}

test('all errors of a body are told together', async (t) => {
  const { apigateway } = (await startEmbedded(t)).clients;
  const { '/greeting': path } = greetingBody.paths;
  const bad = { get: { ...path.get, parameters: [] } };
  const body = JSON.stringify({ ...greetingBody, paths: { '/a': bad, '/b': bad } });
  const error = await t.throwsAsync(
    apigateway.send(new ImportRestApiCommand({ body: Buffer.from(body) })),
  );
  t.regex(error.message, /path '\/a'[^]*path '\/b'/);
});

test('warnings are answered, or fail the import when asked to', async (t) => {
  const { apigateway } = (await startEmbedded(t)).clients;
  const restApiId = await importApi(t, apigateway);
  const body = Buffer.from(
    JSON.stringify(
      withOperation({ responses: { ...get.responses, default: { description: 'x' } } }),
    ),
  );
  const { warnings } = await apigateway.send(new PutRestApiCommand({ restApiId, body }));
  t.deepEqual(warnings, [
    "Default response not supported and was ignored for method 'GET' on resource at path '/greeting'",
  ]);
  await refuses(
    t,
    apigateway.send(new PutRestApiCommand({ restApiId, body, failOnWarnings: true })),
    {
      name: 'BadRequestException',
      status: 400,
      message: /^Warnings found during import:\n\tDefault/,
    },
  );
});

const minimal = (overrides: object) =>
  Buffer.from(
    JSON.stringify({
      openapi: '3.0.1',
      info: { title: 'x', version: '1' },
      paths: {},
      ...overrides,
    }),
  );

test('a parameter of a path is declared on its methods, documented or not', async (t) => {
  const { apigateway } = (await startEmbedded(t)).clients;
  const paths = { '/pets/{id}/{rest+}': { get: { responses: {} } } };
  const restApiId = await importApi(t, apigateway, minimal({ paths }).toString());
  const { items = [] } = await apigateway.send(
    new GetResourcesCommand({ restApiId, embed: ['methods'] }),
  );
  const resource = items.find(({ path }) => path === '/pets/{id}/{rest+}');
  t.deepEqual(resource?.resourceMethods?.GET?.requestParameters, {
    'method.request.path.id': true,
    'method.request.path.rest': true,
  });
});

test('a merge keeps the binary media types that the API has', async (t) => {
  const { apigateway } = (await startEmbedded(t)).clients;
  const types = (...names: string[]) =>
    minimal({ 'x-amazon-apigateway-binary-media-types': names });
  const restApiId = await importApi(t, apigateway, types('image/heif').toString());
  const put = async (mode: 'merge' | 'overwrite') =>
    (await apigateway.send(new PutRestApiCommand({ restApiId, mode, body: types('image/png') })))
      .binaryMediaTypes;
  t.deepEqual(await put('merge'), ['image/heif', 'image/png']);
  t.deepEqual(await put('overwrite'), ['image/png']);
});

test('documentation and a payload format are no warnings; a parameter that is no text is one', async (t) => {
  const { apigateway } = (await startEmbedded(t)).clients;
  const mock = { type: 'mock', httpMethod: 'POST', payloadFormatVersion: '1.0' };
  const body = (integration: object) =>
    minimal({
      'x-amazon-apigateway-documentation': { version: '1' },
      paths: { '/a': { get: { responses: {}, 'x-amazon-apigateway-integration': integration } } },
    });
  const restApiId = await importApi(t, apigateway, minimal({}).toString());
  const put = (integration: object, failOnWarnings: boolean) =>
    apigateway.send(new PutRestApiCommand({ restApiId, failOnWarnings, body: body(integration) }));
  t.is((await put(mock, true)).warnings, undefined);
  const requestParameters = { 'integration.request.header.x': true };
  t.deepEqual((await put({ ...mock, requestParameters }, false)).warnings, [
    "Invalid format for 'requestParameters'. Expected type string for property 'integration.request.header.x' of resource '/a' and method 'GET' but got 'true'",
  ]);
});

test('a base path is left out, comes first, or comes first without the stage', async (t) => {
  const { apigateway } = (await startEmbedded(t)).clients;
  const paths = { '/': { get: { responses: {} } }, '/pets': { get: { responses: {} } } };
  const openapi = { servers: [{ url: 'https://example.com/prod/v1' }], paths };
  const variable = {
    servers: [
      { url: 'https://example.com/{basePath}', variables: { basePath: { default: 'prod/v1' } } },
    ],
    paths,
  };
  const swagger = { openapi: undefined, swagger: '2.0', basePath: '/prod/v1', paths };
  const restApiId = await importApi(t, apigateway, minimal({}).toString());
  const imported = async (document: object, basepath: string) => {
    const input = { restApiId, mode: 'overwrite', parameters: { basepath } } as const;
    await apigateway.send(new PutRestApiCommand({ ...input, body: minimal(document) }));
    const { items } = await apigateway.send(new GetResourcesCommand({ restApiId }));
    return items?.filter(({ resourceMethods }) => resourceMethods).map(({ path }) => path);
  };
  for (const document of [openapi, variable, swagger]) {
    t.deepEqual(await imported(document, 'ignore'), ['/', '/pets']);
    t.deepEqual(await imported(document, 'prepend'), ['/prod/v1', '/prod/v1/pets']);
    t.deepEqual(await imported(document, 'split'), ['/v1', '/v1/pets']);
  }
  await t.throwsAsync(imported(openapi, 'wrong'), { name: 'BadRequestException' });
});

test('a body that cannot be read is told before the API is looked up', async (t) => {
  const { apigateway } = (await startEmbedded(t)).clients;
  const body = Buffer.from("{'key:value}");
  const unreadable = {
    name: 'BadRequestException',
    status: 400,
    message: 'Invalid OpenAPI input.',
  };
  await refuses(t, apigateway.send(new ImportRestApiCommand({ body })), unreadable);
  await refuses(t, apigateway.send(new PutRestApiCommand({ restApiId: 'none', body })), unreadable);
});

test('a model of a body takes its description from its schema', async (t) => {
  const { apigateway } = (await startEmbedded(t)).clients;
  const components = { schemas: { Pet: { type: 'object', description: 'A pet' } } };
  const restApiId = await importApi(t, apigateway, minimal({ components }).toString());
  const { description } = await apigateway.send(
    new GetModelCommand({ restApiId, modelName: 'Pet' }),
  );
  t.is(description, 'A pet');
});

test('a proxy integration with what is no function is refused', async (t) => {
  const { apigateway } = (await startEmbedded(t)).clients;
  const uri = 'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/none/invocations';
  const integration = { type: 'aws_proxy', httpMethod: 'POST', uri };
  const operation = { responses: {}, 'x-amazon-apigateway-integration': integration };
  const body = minimal({ paths: { '/a': { get: operation } } });
  await refuses(t, apigateway.send(new ImportRestApiCommand({ body })), {
    name: 'BadRequestException',
    status: 400,
    message: /Integrations of type 'AWS_PROXY' currently only supports Lambda function/,
  });
});

test('security schemes become keys, authorizers and IAM, of an operation or of all', async (t) => {
  const { apigateway } = (await startEmbedded(t)).clients;
  const { get } = greetingBody.paths['/greeting'];
  const header = { type: 'apiKey', in: 'header', name: 'Authorization' };
  const uri =
    'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:auth/invocations';
  const restApiId = await importApi(t, apigateway, {
    ...greetingBody,
    security: [{ key: [] }],
    components: {
      securitySchemes: {
        key: { ...header, name: 'X-API-Key' },
        iam: { ...header, 'x-amazon-apigateway-authtype': 'awsSigv4' },
        bearer: { type: 'http', scheme: 'bearer' },
        auth: {
          ...header,
          'x-amazon-apigateway-authtype': 'custom',
          'x-amazon-apigateway-authorizer': { type: 'token', authorizerUri: uri },
        },
      },
    },
    paths: {
      '/all': { get },
      '/none': { get: { ...get, security: [] } },
      '/both': { get: { ...get, security: [{ auth: [] }, { key: [] }] } },
      '/iam': { get: { ...get, security: [{ iam: [] }] } },
      '/auth': {
        get: {
          ...get,
          security: [{ bearer: [] }],
          'x-amazon-apigateway-auth': { type: 'AWS_IAM' },
        },
      },
    },
  });
  const { items: authorizers = [] } = await apigateway.send(
    new GetAuthorizersCommand({ restApiId }),
  );
  t.like(authorizers, [
    {
      ...{ name: 'auth', type: 'TOKEN', authType: 'custom', authorizerUri: uri },
      ...{
        authorizerResultTtlInSeconds: undefined,
        identitySource: 'method.request.header.Authorization',
      },
    },
  ]);
  const { items = [] } = await apigateway.send(
    new GetResourcesCommand({ restApiId, embed: ['methods'] }),
  );
  const security = items.flatMap(({ path, resourceMethods: { GET: method } = {} }) =>
    method === undefined
      ? []
      : [[path, method.authorizationType, method.apiKeyRequired, method.authorizerId]],
  );
  t.deepEqual(security.sort(), [
    ['/all', 'NONE', true, undefined],
    ['/auth', 'AWS_IAM', false, undefined],
    ['/both', 'CUSTOM', true, authorizers[0]?.id],
    ['/iam', 'AWS_IAM', false, undefined],
    ['/none', 'NONE', false, undefined],
  ]);
});
