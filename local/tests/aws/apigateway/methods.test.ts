import {
  CreateResourceCommand,
  CreateRestApiCommand,
  DeleteIntegrationCommand,
  DeleteMethodCommand,
  DeleteResourceCommand,
  GetIntegrationCommand,
  GetIntegrationResponseCommand,
  GetMethodCommand,
  GetMethodResponseCommand,
  GetResourceCommand,
  GetResourcesCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  UpdateIntegrationCommand,
  UpdateMethodCommand,
  UpdateResourceCommand,
} from '@aws-sdk/client-api-gateway';
import type { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import test from 'ava';
import type { ExecutionContext } from 'ava';
import { startEmbedded } from '../../_helpers/embedded.ts';
import { deleteLater, refuses } from './_api.ts';

const lambdaUri =
  'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:f:${stageVariables.LambdaAlias}/invocations';

async function withResource(t: ExecutionContext) {
  const { apigateway } = (await startEmbedded(t)).clients;
  const { id: restApiId = '', rootResourceId: parentId = '' } = await apigateway.send(
    new CreateRestApiCommand({ name: 'api' }),
  );
  deleteLater(t, apigateway, restApiId);
  const { id: resourceId = '' } = await apigateway.send(
    new CreateResourceCommand({ restApiId, parentId, pathPart: 'greeting' }),
  );
  return { apigateway, restApiId, parentId, resourceId };
}

async function withMethod(t: ExecutionContext) {
  const { parentId: _root, ...resource } = await withResource(t);
  const { apigateway, restApiId, resourceId } = resource;
  const method = { restApiId, resourceId, httpMethod: 'GET' };
  await apigateway.send(
    new PutMethodCommand({
      ...method,
      authorizationType: 'NONE',
      requestParameters: { 'method.request.querystring.name': false },
    }),
  );
  return { apigateway, method };
}

function putLambda(
  client: APIGatewayClient,
  method: Awaited<ReturnType<typeof withMethod>>['method'],
) {
  return client.send(
    new PutIntegrationCommand({
      ...method,
      type: 'AWS',
      integrationHttpMethod: 'POST',
      uri: lambdaUri,
      requestParameters: { 'integration.request.header.n': 'method.request.querystring.name' },
      requestTemplates: { 'application/json': '{}' },
      passthroughBehavior: 'NEVER',
    }),
  );
}

test('resources form a tree with paths; renaming one moves those below', async (t) => {
  const { apigateway, restApiId, resourceId } = await withResource(t);
  const child = await apigateway.send(
    new CreateResourceCommand({ restApiId, parentId: resourceId, pathPart: '{id}' }),
  );
  t.is(child.$metadata.httpStatusCode, 201);
  t.is(child.path, '/greeting/{id}');
  await apigateway.send(
    new UpdateResourceCommand({
      restApiId,
      resourceId,
      patchOperations: [{ op: 'replace', path: '/pathPart', value: 'hello' }],
    }),
  );
  const { items } = await apigateway.send(new GetResourcesCommand({ restApiId }));
  t.deepEqual(
    items?.map(({ path }) => path),
    ['/', '/hello', '/hello/{id}'],
  );
  await apigateway.send(new DeleteResourceCommand({ restApiId, resourceId }));
  const rest = await apigateway.send(new GetResourcesCommand({ restApiId }));
  t.deepEqual(
    rest.items?.map(({ path }) => path),
    ['/'],
  );
});

test('a path part must be well formed and unique among its siblings', async (t) => {
  const { apigateway, restApiId, parentId } = await withResource(t);
  const create = (pathPart: string) =>
    apigateway.send(new CreateResourceCommand({ restApiId, parentId, pathPart }));
  await refuses(t, create('greeting'), {
    name: 'ConflictException',
    status: 409,
    message: 'Another resource with the same parent already has this name: greeting',
  });
  await refuses(t, create('a b'), {
    name: 'BadRequestException',
    status: 400,
    message: /^Resource's path part only allow/,
  });
  await create('{id}');
  await refuses(t, create('{name}'), {
    name: 'BadRequestException',
    status: 400,
    message: /^A sibling \(\{id\}\) of this resource already has a variable path part/,
  });
});

test('a method with its integration and responses is read back as it was put', async (t) => {
  const { apigateway, method } = await withMethod(t);
  const response = { ...method, statusCode: '200' };
  const header = 'method.response.header.X-Version';
  await apigateway.send(
    new PutMethodResponseCommand({ ...response, responseParameters: { [header]: false } }),
  );
  await putLambda(apigateway, method);
  await apigateway.send(
    new PutIntegrationResponseCommand({
      ...response,
      responseParameters: { [header]: 'integration.response.header.X-Amz-Executed-Version' },
      responseTemplates: { 'application/json': '$input.body' },
    }),
  );

  const read = await apigateway.send(new GetMethodCommand(method));
  t.deepEqual(read.requestParameters, { 'method.request.querystring.name': false });
  t.deepEqual(read.methodResponses, {
    '200': { statusCode: '200', responseParameters: { [header]: false } },
  });
  const { $metadata: _sent, ...integration } = await apigateway.send(
    new GetIntegrationCommand(method),
  );
  t.deepEqual(integration, {
    type: 'AWS',
    httpMethod: 'POST',
    uri: lambdaUri,
    requestParameters: { 'integration.request.header.n': 'method.request.querystring.name' },
    requestTemplates: { 'application/json': '{}' },
    passthroughBehavior: 'NEVER',
    timeoutInMillis: 29_000,
    cacheNamespace: method.resourceId,
    cacheKeyParameters: [],
    integrationResponses: {
      '200': {
        statusCode: '200',
        responseParameters: { [header]: 'integration.response.header.X-Amz-Executed-Version' },
        responseTemplates: { 'application/json': '$input.body' },
      },
    },
  });
  t.deepEqual(read.methodIntegration, integration);
  const { restApiId, resourceId } = method;
  const plain = await apigateway.send(new GetResourceCommand({ restApiId, resourceId }));
  t.deepEqual(plain.resourceMethods, { GET: {} });
  const embedded = await apigateway.send(
    new GetResourcesCommand({ restApiId, embed: ['methods'] }),
  );
  t.is(embedded.items?.[1]?.resourceMethods?.GET?.methodIntegration?.uri, lambdaUri);
});

test('what is missing is a 404 in the words of AWS, what exists a 409', async (t) => {
  const { apigateway, method } = await withMethod(t);
  const response = { ...method, statusCode: '200' };
  const missing = (message: string) => ({ name: 'NotFoundException', status: 404, message });
  await refuses(
    t,
    apigateway.send(new GetMethodCommand({ ...method, httpMethod: 'PUT' })),
    missing('Invalid Method identifier specified'),
  );
  await refuses(
    t,
    apigateway.send(new GetMethodCommand({ ...method, resourceId: 'nothing' })),
    missing('Invalid Resource identifier specified'),
  );
  await refuses(
    t,
    apigateway.send(new GetIntegrationCommand(method)),
    missing('Invalid Integration identifier specified'),
  );
  await refuses(
    t,
    apigateway.send(new GetMethodResponseCommand(response)),
    missing('Invalid Response status code specified'),
  );
  await refuses(
    t,
    apigateway.send(new PutIntegrationResponseCommand(response)),
    missing('No integration defined for method'),
  );
  await putLambda(apigateway, method);
  await refuses(
    t,
    apigateway.send(new GetIntegrationResponseCommand(response)),
    missing('Invalid Response status code specified'),
  );
  await refuses(
    t,
    apigateway.send(new PutMethodCommand({ ...method, authorizationType: 'NONE' })),
    { name: 'ConflictException', status: 409, message: 'Method already exists for this resource' },
  );
});

test('mappings to and from what a method does not declare are refused', async (t) => {
  const { apigateway, method } = await withMethod(t);
  const mapped = (requestParameters: Record<string, string>) =>
    apigateway.send(new PutIntegrationCommand({ ...method, type: 'MOCK', requestParameters }));
  const refusal = (error: string) => ({
    name: 'BadRequestException',
    status: 400,
    message: `Invalid mapping expression specified: Validation Result: warnings : [], errors : [${error}]`,
  });
  await refuses(
    t,
    mapped({ 'integration.request.header.x': 'method.request.querystring.x' }),
    refusal('Invalid mapping expression parameter specified: method.request.querystring.x'),
  );
  await refuses(
    t,
    mapped({ 'integration.request.header.x': 'nonsense' }),
    refusal('Invalid mapping expression specified: nonsense'),
  );
  await mapped({ 'integration.request.header.x': "'literal'" });
  await apigateway.send(new PutMethodResponseCommand({ ...method, statusCode: '200' }));
  await refuses(
    t,
    apigateway.send(
      new PutIntegrationResponseCommand({
        ...method,
        statusCode: '200',
        responseParameters: { 'method.response.header.X': "'x'" },
      }),
    ),
    refusal('Invalid mapping expression parameter specified: method.response.header.X'),
  );
});

const refusedIntegrations = [
  [{ type: 'AWS', uri: lambdaUri }, 'Enumeration value for HttpMethod must be non-empty'],
  [
    { type: 'AWS', uri: 'lambda', integrationHttpMethod: 'POST' },
    'Invalid ARN specified in the request',
  ],
  [
    {
      type: 'AWS_PROXY',
      uri: 'arn:aws:apigateway:eu-west-1:sns:path/x',
      integrationHttpMethod: 'POST',
    },
    /^Integrations of type 'AWS_PROXY' currently only supports Lambda/,
  ],
  [
    { type: 'HTTP', uri: 'ftp://x', integrationHttpMethod: 'GET' },
    'Invalid HTTP endpoint specified for URI',
  ],
  [{ type: 'MOCK', timeoutInMillis: 30_000 }, 'Timeout should be between 50 ms and 29000 ms'],
] as const;

for (const [integration, message] of refusedIntegrations) {
  test(`an integration is refused: ${String(message)}`, async (t) => {
    const { apigateway, method } = await withMethod(t);
    await refuses(t, apigateway.send(new PutIntegrationCommand({ ...method, ...integration })), {
      name: 'BadRequestException',
      status: 400,
      message,
    });
    await t.throwsAsync(apigateway.send(new GetIntegrationCommand(method)), {
      name: 'NotFoundException',
    });
  });
}

test('methods and integrations are patched, and removed with 204', async (t) => {
  const { apigateway, method } = await withMethod(t);
  await putLambda(apigateway, method);
  const integration = await apigateway.send(
    new UpdateIntegrationCommand({
      ...method,
      patchOperations: [
        { op: 'replace', path: '/timeoutInMillis', value: '1000' },
        { op: 'replace', path: '/requestTemplates/application~1json', value: '{"a":1}' },
      ],
    }),
  );
  t.is(integration.timeoutInMillis, 1000);
  t.deepEqual(integration.requestTemplates, { 'application/json': '{"a":1}' });
  const updated = await apigateway.send(
    new UpdateMethodCommand({
      ...method,
      patchOperations: [
        {
          op: 'replace',
          path: '/requestParameters/method.request.querystring.name',
          value: 'true',
        },
      ],
    }),
  );
  t.deepEqual(updated.requestParameters, { 'method.request.querystring.name': true });
  const gone = await apigateway.send(new DeleteIntegrationCommand(method));
  t.is(gone.$metadata.httpStatusCode, 204);
  const deleted = await apigateway.send(new DeleteMethodCommand(method));
  t.is(deleted.$metadata.httpStatusCode, 204);
  await t.throwsAsync(apigateway.send(new GetMethodCommand(method)), { name: 'NotFoundException' });
});

test('a method has IAM, or an authorizer of its API, decide who may call it', async (t) => {
  const { apigateway, restApiId, resourceId } = await withResource(t);
  const method = { restApiId, resourceId, httpMethod: 'GET' };
  const signed = { ...method, httpMethod: 'POST', authorizationType: 'aws_iam' };
  t.is((await apigateway.send(new PutMethodCommand(signed))).authorizationType, 'AWS_IAM');
  await refuses(
    t,
    apigateway.send(new PutMethodCommand({ ...method, authorizationType: 'CUSTOM' })),
    { name: 'BadRequestException', status: 400, message: /^Invalid authorizer ID specified/ },
  );
});

test('the authorization type NONE is taken in any case', async (t) => {
  const { apigateway, restApiId, resourceId } = await withResource(t);
  const method = { restApiId, resourceId, httpMethod: 'GET', authorizationType: 'none' };
  t.is((await apigateway.send(new PutMethodCommand(method))).authorizationType, 'NONE');
});

test('a method of an unknown API is an unknown resource, a wrong method or validator a 400', async (t) => {
  const { apigateway, restApiId, resourceId } = await withResource(t);
  const put = { restApiId, resourceId, httpMethod: 'GET', authorizationType: 'NONE' };
  await refuses(t, apigateway.send(new PutMethodCommand({ ...put, restApiId: 'none' })), {
    name: 'NotFoundException',
    status: 404,
    message: 'Invalid Resource identifier specified',
  });
  const wrong = (message: string) => ({ name: 'BadRequestException', status: 400, message });
  await refuses(
    t,
    apigateway.send(new PutMethodCommand({ ...put, httpMethod: 'FETCH' })),
    wrong(
      'Invalid HttpMethod specified. Valid options are GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY',
    ),
  );
  await refuses(
    t,
    apigateway.send(new PutMethodCommand({ ...put, requestValidatorId: 'none' })),
    wrong('Invalid Request Validator identifier specified'),
  );
  const requestParameters = {
    'method.request.querystring.name': false,
    'method.request.header.name': false,
  };
  await refuses(
    t,
    apigateway.send(new PutMethodCommand({ ...put, requestParameters })),
    wrong('Parameter names must be unique across querystring, header and path'),
  );
});

test('a patch of a method is refused with its path, or with the operations of the path', async (t) => {
  const { apigateway, method } = await withMethod(t);
  const patch = (op: 'add' | 'replace', path: string) =>
    apigateway.send(
      new UpdateMethodCommand({ ...method, patchOperations: [{ op, path, value: 'x' }] }),
    );
  const wrong = (message: string) => ({ name: 'BadRequestException', status: 400, message });
  await refuses(t, patch('replace', '/httpMethod'), wrong('Invalid patch path /httpMethod'));
  await refuses(
    t,
    patch('add', '/operationName'),
    wrong('Invalid patch operation specified. Must be one of: [replace]'),
  );
});

test('a patch sets true or false, and passes over an authorizer that nobody asks', async (t) => {
  const { apigateway, method } = await withMethod(t);
  const patch = (path: string, value: string) =>
    apigateway.send(
      new UpdateMethodCommand({ ...method, patchOperations: [{ op: 'replace', path, value }] }),
    );
  t.true((await patch('/apiKeyRequired', 'TRUE')).apiKeyRequired);
  t.false((await patch('/apiKeyRequired', 'perhaps')).apiKeyRequired);
  t.is((await patch('/authorizerId', 'none')).authorizerId, undefined);
});

test('a mock integration forgets what it would call, an HTTP one is reached over the internet', async (t) => {
  const { apigateway, method } = await withMethod(t);
  const uri = 'http://example.com';
  const put = { ...method, integrationHttpMethod: 'POST', uri };
  const mock = await apigateway.send(new PutIntegrationCommand({ ...put, type: 'MOCK' }));
  t.deepEqual([mock.httpMethod, mock.uri, mock.connectionType], [undefined, undefined, undefined]);
  const http = await apigateway.send(new PutIntegrationCommand({ ...put, type: 'HTTP' }));
  t.like(http, { httpMethod: 'POST', uri, connectionType: 'INTERNET' });
});
