import { CreateUsagePlanCommand, CreateUsagePlanKeyCommand } from '@aws-sdk/client-api-gateway';
import test from 'ava';

import { createKey } from '../aws/apigateway/_key.ts';
import { aliasUri, deploy, operation } from '../aws/execute-api/_deployed.ts';

const source = `
const orders = new Map();
export const handler = async ({ httpMethod, pathParameters, queryStringParameters, body, isBase64Encoded }) => {
  const id = pathParameters?.id;
  const headers = { 'access-control-allow-origin': 'https://shop.example' };
  switch (httpMethod) {
    case 'POST': {
      const order = JSON.parse(body);
      orders.set(order.id, order);
      return { statusCode: 201, headers, body: JSON.stringify(order) };
    }
    case 'GET':
      return orders.has(id)
        ? { statusCode: 200, headers, body: JSON.stringify({ ...orders.get(id), ...queryStringParameters }) }
        : { statusCode: 404, headers, body: '{}' };
    case 'PUT':
      return { statusCode: 200, headers: { ...headers, 'content-type': 'image/png' }, body, isBase64Encoded };
    case 'DELETE':
      orders.delete(id);
      return { statusCode: 204, headers };
  }
};`;

const proxy = operation({ type: 'aws_proxy', uri: aliasUri });
const order = { $ref: '#/components/schemas/Order' };
const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };
const allowed = {
  'Access-Control-Allow-Origin': "'https://shop.example'",
  'Access-Control-Allow-Methods': "'DELETE,GET,POST'",
  'Access-Control-Allow-Headers': "'Content-Type,X-Api-Key'",
};
const named = (prefix: string, headers: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [prefix + name, value]));

/** A browser's question, which no key can come with. */
const preflight = {
  security: [],
  responses: {
    204: { headers: Object.fromEntries(Object.keys(allowed).map((name) => [name, {}])) },
  },
  'x-amazon-apigateway-integration': {
    type: 'mock',
    requestTemplates: { 'application/json': '{statusCode: 204}' },
    responses: {
      default: { statusCode: '204', responseParameters: named('method.response.header.', allowed) },
    },
  },
};

const paths = {
  '/orders': {
    options: preflight,
    post: {
      ...proxy,
      'x-amazon-apigateway-request-validator': 'all',
      requestBody: { content: { 'application/json': { schema: order } } },
    },
  },
  '/orders/{id}': {
    options: preflight,
    get: {
      ...proxy,
      'x-amazon-apigateway-request-validator': 'all',
      parameters: [
        id,
        { name: 'currency', in: 'query', required: true, schema: { type: 'string' } },
      ],
    },
    put: proxy,
    delete: proxy,
  },
};

const extensions = {
  security: [{ api_key: [] }],
  'x-amazon-apigateway-request-validators': {
    all: { validateRequestBody: true, validateRequestParameters: true },
  },
  'x-amazon-apigateway-binary-media-types': ['image/png'],
  'x-amazon-apigateway-gateway-responses': {
    DEFAULT_4XX: {
      responseParameters: {
        'gatewayresponse.header.Access-Control-Allow-Origin': "'https://shop.example'",
      },
    },
    BAD_REQUEST_BODY: {
      statusCode: 422,
      responseTemplates: { 'application/json': '{"problem": $context.error.messageString}' },
    },
  },
  components: {
    securitySchemes: { api_key: { type: 'apiKey', name: 'x-api-key', in: 'header' } },
    schemas: {
      Order: {
        type: 'object',
        required: ['id', 'items'],
        properties: {
          id: { type: 'string' },
          items: { type: 'array', minItems: 1, items: { type: 'string' } },
        },
      },
    },
  },
};

test('an API of orders is called as its clients call it on AWS', async (t) => {
  const { clients, apiId, url } = await deploy(t, source, paths, extensions);
  const { apigateway } = clients;
  const apiStages = [{ apiId, stage: 'prod' }];
  const plan = await apigateway.send(new CreateUsagePlanCommand({ name: 'shop', apiStages }));
  const key = await createKey(t, apigateway);
  await apigateway.send(
    new CreateUsagePlanKeyCommand({ usagePlanId: plan.id, keyId: key.id, keyType: 'API_KEY' }),
  );
  const call = async (method: string, path: string, request: RequestInit = {}) => {
    const headers = new Headers(request.headers);
    if (!headers.has('x-api-key') && method !== 'OPTIONS') {
      headers.set('x-api-key', key.value);
    }
    return fetch(url('prod') + path, { ...request, method, headers });
  };
  const json = { 'content-type': 'application/json' };
  const post = (body: string) => call('POST', '/orders', { headers: json, body });

  const asked = await call('OPTIONS', '/orders/7');
  t.is(asked.status, 204);
  t.is(asked.headers.get('access-control-allow-methods'), 'DELETE,GET,POST');

  const stranger = await call('GET', '/orders/7?currency=EUR', { headers: { 'x-api-key': 'no' } });
  t.is(stranger.status, 403);
  t.is(stranger.headers.get('access-control-allow-origin'), 'https://shop.example');

  const refused = await post('{"id":"7","items":[]}');
  t.is(refused.status, 422);
  t.is(await refused.text(), '{"problem": "Invalid request body"}');
  const made = { id: '7', items: ['tea'] };
  const created = await post(JSON.stringify(made));
  t.is(created.status, 201);
  t.deepEqual(await created.json(), made);

  const incomplete = await call('GET', '/orders/7');
  t.is(await incomplete.text(), '{"message": "Missing required request parameters: [currency]"}');
  const read = await call('GET', '/orders/7?currency=EUR');
  t.deepEqual(await read.json(), { ...made, currency: 'EUR' });

  const bytes = Buffer.from([0, 255, 128]);
  const image = { 'content-type': 'image/png', accept: 'image/png' };
  const echoed = await call('PUT', '/orders/7', { headers: image, body: bytes });
  t.deepEqual(Buffer.from(await echoed.arrayBuffer()), bytes);

  t.is((await call('DELETE', '/orders/7')).status, 204);
  t.is((await call('GET', '/orders/7?currency=EUR')).status, 404);
});
