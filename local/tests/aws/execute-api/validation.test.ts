import test from 'ava';

import type { RequestValidator } from '../../../aws/apigateway/state.ts';
import { definition, method, mock, openGateway } from './_api.ts';
import type { ApiDefinition, Method } from './_api.ts';

function validated(
  overrides: Partial<Method>,
  checks: Partial<RequestValidator>,
  models: Readonly<Record<string, object>> = {},
): ApiDefinition {
  const requestValidators = {
    v: {
      ...{ id: 'v', name: 'v', validateRequestBody: false, validateRequestParameters: false },
      ...checks,
    },
  };
  const named = Object.entries(models).map(([name, schema]) => {
    const model = {
      id: name,
      name,
      contentType: 'application/json',
      schema: JSON.stringify(schema),
    };
    return [name, model] as const;
  });
  const checked = method(mock(), { requestValidatorId: 'v', ...overrides });
  return definition(
    { '/': { POST: checked } },
    { requestValidators, models: Object.fromEntries(named) },
  );
}

const post = { method: 'POST' };

test('a required parameter that is missing or empty is named', async (t) => {
  const requestParameters = {
    'method.request.querystring.name': true,
    'method.request.header.X-Id': true,
    'method.request.querystring.other': false,
  };
  const served = validated({ requestParameters }, { validateRequestParameters: true });
  const { get } = await openGateway(t, served);
  const { status, headers, text } = await get('/', post);
  t.is(status, 400);
  t.is(text, '{"message": "Missing required request parameters: [name, X-Id]"}');
  t.is(headers.get('x-amzn-errortype'), 'BadRequestException');
  const rawHeaders = [['x-id', '1']] as const;
  t.is((await get('/?name=', { ...post, rawHeaders })).status, 400);
  t.is((await get('/?name=x', { ...post, rawHeaders })).status, 200);
});

test('without a validator nothing is checked', async (t) => {
  const requestParameters = { 'method.request.querystring.name': true };
  const served = validated({ requestParameters }, { validateRequestBody: true });
  const { get } = await openGateway(t, served);
  t.is((await get('/', post)).status, 200);
});

test('a body is checked against the type its model asks for', async (t) => {
  const models = { Empty: { $schema: 'x', title: 'Empty Schema', type: 'object' } };
  const served = validated(
    { requestModels: { 'application/json': 'Empty' } },
    { validateRequestBody: true },
    models,
  );
  const { get } = await openGateway(t, served);
  const send = (body: string): ReturnType<typeof get> =>
    get('/', { ...post, body: Buffer.from(body) });
  t.is((await send('{"a":1}')).status, 200);
  for (const wrong of ['[1]', '"x"', '{', 'null']) {
    const { status, text } = await send(wrong);
    t.deepEqual({ status, text }, { status: 400, text: '{"message": "Invalid request body"}' });
  }
});

test('a body is checked against a model by JSON schema draft 4', async (t) => {
  const models = {
    Greeting: {
      $schema: 'http://json-schema.org/draft-04/schema#',
      id: 'http://example.com/greeting.json',
      type: 'object',
      required: ['name'],
      properties: {
        name: { type: 'string', maxLength: 3 },
        times: { type: 'integer', minimum: 0, exclusiveMinimum: true },
      },
    },
  };
  const served = validated(
    { requestModels: { 'application/json': 'Greeting' } },
    { validateRequestBody: true },
    models,
  );
  const { get } = await openGateway(t, served);
  const send = async (body: string) => {
    const { status, text } = await get('/', { ...post, body: Buffer.from(body) });
    return status === 400 ? text : status;
  };
  const refused = '{"message": "Invalid request body"}';
  t.is(await send('{"name":"Bo","times":1}'), 200);
  for (const wrong of ['', '{}', '{"name":1}', '{"name":"long"}', '{"name":"Bo","times":0}']) {
    t.is(await send(wrong), refused);
  }
});

test('models refer to each other by their URLs, in circles too', async (t) => {
  const url = (name: string) => `https://apigateway.amazonaws.com/restapis/anything/models/${name}`;
  const models = {
    Person: {
      type: 'object',
      required: ['name'],
      properties: { name: { type: 'string' }, house: { $ref: url('House') } },
    },
    House: {
      type: 'object',
      properties: { people: { type: 'array', items: { $ref: url('Person') } } },
    },
  };
  const served = validated(
    { requestModels: { 'application/json': 'Person' } },
    { validateRequestBody: true },
    models,
  );
  const { get } = await openGateway(t, served);
  const status = async (body: object) =>
    (await get('/', { ...post, body: Buffer.from(JSON.stringify(body)) })).status;
  t.is(await status({ name: 'a', house: { people: [{ name: 'b', house: {} }] } }), 200);
  t.is(await status({ name: 'a', house: { people: [{ name: 'b' }, {}] } }), 400);
});

test('a model that refers to nothing is an error of the API, not of the client', async (t) => {
  const models = { Broken: { $ref: 'https://apigateway.amazonaws.com/restapis/a/models/None' } };
  const served = validated(
    { requestModels: { 'application/json': 'Broken' } },
    { validateRequestBody: true },
    models,
  );
  const { get } = await openGateway(t, served);
  t.is((await get('/', { ...post, body: Buffer.from('{}') })).status, 500);
});

test('a gateway response can tell what is wrong with a body', async (t) => {
  const model = (name: string) => `https://apigateway.amazonaws.com/restapis/abc/models/${name}`;
  const models = {
    Pet: {
      type: 'object',
      required: ['type', 'owner', 'name'],
      properties: {
        name: { type: 'string' },
        type: { $ref: model('Type') },
        owner: { $ref: '#/definitions/owner' },
        'a/b': { type: ['integer', 'null'] },
        tags: { type: 'array', maxItems: 1, items: { type: 'string', minLength: 2 } },
        price: { type: 'number', minimum: 0 },
        other: { oneOf: [{ type: 'string' }, { type: 'number' }] },
      },
      additionalProperties: false,
      definitions: { owner: { type: 'string', maxLength: 3, pattern: '^A' } },
    },
    Type: { type: 'string', enum: ['dog', 'cat'] },
  };
  const served = validated(
    { requestModels: { 'application/json': 'Pet' } },
    { validateRequestBody: true },
    models,
  );
  const gatewayResponses = {
    BAD_REQUEST_BODY: {
      responseType: 'BAD_REQUEST_BODY',
      responseParameters: {},
      responseTemplates: { 'application/json': '$context.error.validationErrorString' },
    },
  };
  const { get } = await openGateway(t, { ...served, gatewayResponses });
  const problemsOf = async (body: unknown) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await get('/', { ...post, body: Buffer.from(text) });
    t.is(answer.status, 400);
    return answer.text;
  };
  t.is(
    await problemsOf({ type: 'dog' }),
    '[object has missing required properties (["name","owner"])]',
  );
  const whole = { name: 'n', type: 'dog', owner: 'Ada' };
  t.is(
    await problemsOf({ ...whole, type: 'cow' }),
    '[instance value ("cow") not found in enum (possible values: ["dog","cat"])]',
  );
  t.is(
    await problemsOf({ ...whole, owner: 'Bert' }),
    '[string "Bert" is too long (length: 4, maximum allowed: 3), ' +
      'ECMA 262 regex "^A" does not match input string "Bert"]',
  );
  t.is(
    await problemsOf({ ...whole, 'a/b': 'x' }),
    '[instance type (string) does not match any allowed primitive type (allowed: ["integer","null"])]',
  );
  t.is(
    await problemsOf({ ...whole, tags: ['aa', 'b'] }),
    '[array is too long: must have at most 1 elements but instance has 2 elements, ' +
      'string "b" is too short (length: 1, required minimum: 2)]',
  );
  t.is(
    await problemsOf({ ...whole, price: -1 }),
    '[numeric instance is lower than the required minimum (minimum: 0, found: -1)]',
  );
  t.is(
    await problemsOf({ ...whole, z: 1, y: 2 }),
    '[object instance has properties which are not allowed by the schema: ["y","z"]]',
  );
  t.is(await problemsOf({ ...whole, other: {} }), 'Invalid request body');
  t.is(await problemsOf('{'), 'Invalid request body');
});
