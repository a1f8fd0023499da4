import { RemovePermissionCommand } from '@aws-sdk/client-lambda';
import test from 'ava';
import fc from 'fast-check';

import { aliasUri, deploy, lambdaUri, functionArn, operation, type Paths } from '../_deployed.ts';

const source = `
export const handler = async (event) => {
  if (event.name === 'hang') await new Promise(() => setInterval(() => {}, 1000));
  if (typeof event.name === 'string' && event.name.startsWith('throw '))
    throw new Error(event.name.slice('throw '.length));
  return { greeting: 'Hello, ' + (event.name || 'World') + '!', event };
};`;

const requestTemplates = {
  'application/json': `{"name": "$util.escapeJavaScript($input.params('name')).replaceAll("\\\\'","'")"}`,
};
const version = {
  'method.response.header.X-Version': 'integration.response.header.X-Amz-Executed-Version',
  'method.response.header.X-Error': 'integration.response.header.X-Amz-Function-Error',
};
const greeting = {
  type: 'aws',
  uri: aliasUri,
  requestTemplates,
  responses: {
    default: { statusCode: '200', responseParameters: version },
    'Invalid.*': {
      statusCode: '400',
      responseParameters: version,
      responseTemplates: {
        'application/json': `{"error": $input.json('$.errorMessage'), "type": "$input.path('$.errorType')"}`,
      },
    },
  },
};
const headers = Object.fromEntries(
  ['X-Version', 'X-Error', 'X-Greeting', 'X-Stage', 'X-Fixed'].map((name) => [
    name,
    { schema: { type: 'string' } },
  ]),
);

function get(integration: object): { readonly get: object } {
  const statuses = { '200': { description: '', headers }, '400': { description: '', headers } };
  return { get: { ...operation(integration), responses: statuses } };
}

const paths: Paths = {
  '/greeting': get(greeting),
  '/pass': get({ type: 'aws', uri: aliasUri, responses: { default: { statusCode: '200' } } }),
  '/slow': get({ ...greeting, timeoutInMillis: 60 }),
  '/raw': get({
    ...greeting,
    requestTemplates: { 'application/json': `{"name": "$input.params('name')"}` },
  }),
  '/version': get({ ...greeting, uri: lambdaUri(`${functionArn}:1`) }),
  '/headers': get({
    ...greeting,
    responses: {
      default: {
        statusCode: '200',
        responseParameters: {
          'method.response.header.X-Greeting': 'integration.response.body.greeting',
          'method.response.header.X-Stage': 'stageVariables.LambdaAlias',
          'method.response.header.X-Fixed': "'fixed'",
        },
        responseTemplates: { 'application/json': '$input.json("$.greeting")' },
      },
    },
  }),
};

const serverError = { status: 500, text: '{"message": "Internal server error"}' };

async function read(url: string): Promise<{ status: number; text: string }> {
  const response = await fetch(url);
  return { status: response.status, text: await response.text() };
}

test('a query value reaches the handler and its answer the client, with the version that ran', async (t) => {
  const deployed = await deploy(t, source, paths);
  const response = await fetch(`${deployed.url('prod')}/greeting?name=Ada`);
  t.is(response.status, 200);
  t.is(response.headers.get('x-version'), '1');
  t.is(response.headers.get('x-error'), null);
  t.is(response.headers.get('content-type'), 'application/json');
  t.deepEqual(await response.json(), { greeting: 'Hello, Ada!', event: { name: 'Ada' } });
  const mapped = await fetch(`${deployed.url('prod')}/headers`);
  t.is(mapped.headers.get('x-greeting'), 'Hello, World!');
  t.is(mapped.headers.get('x-stage'), 'PROD');
  t.is(mapped.headers.get('x-fixed'), 'fixed');
  t.is(await mapped.text(), '"Hello, World!"');
  t.deepEqual(JSON.parse((await read(`${deployed.url('prod')}/pass`)).text), {
    greeting: 'Hello, World!',
    event: {},
  });
});

test('a name of any text comes back as it was sent', async (t) => {
  const deployed = await deploy(t, source, paths);
  const url = `${deployed.url('prod')}/greeting`;
  const name = fc
    .oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('"', "'", '\\', '${x}', '$input.body', '#set($x=1)', '\n', '😀', "\\'"),
      fc.constant('é'.repeat(10_000)),
    )
    .filter((text) => text !== '' && !text.startsWith('throw '));
  await fc.assert(
    fc.asyncProperty(name, async (text) => {
      const response = await fetch(`${url}?name=${encodeURIComponent(text)}`);
      t.is(response.status, 200);
      t.like(await response.json(), { event: { name: text } });
    }),
    { numRuns: 60 },
  );
});

test('an error is mapped by its whole message; one that matches nothing is a 200', async (t) => {
  const deployed = await deploy(t, source, paths);
  const thrown = (message: string): Promise<Response> =>
    fetch(`${deployed.url('prod')}/greeting?name=${encodeURIComponent(`throw ${message}`)}`);
  const invalid = await thrown('Invalid name');
  t.is(invalid.status, 400);
  t.is(invalid.headers.get('x-version'), '1');
  t.is(invalid.headers.get('x-error'), 'Unhandled');
  t.deepEqual(await invalid.json(), { error: 'Invalid name', type: 'Error' });
  for (const unmatched of ['Not Invalid', 'Invalid\nname']) {
    const response = await thrown(unmatched);
    t.is(response.status, 200);
    t.is(response.headers.get('x-error'), 'Unhandled');
    t.like(await response.json(), { errorMessage: unmatched });
  }
});

test('a template that makes no JSON is refused by Lambda: 400', async (t) => {
  const deployed = await deploy(t, source, paths);
  const { status, text } = await read(`${deployed.url('prod')}/raw?name=%22`);
  t.is(status, 400);
  t.regex(text, /Could not parse request body into json/);
});

test('only a permission on the alias for this very stage opens it', async (t) => {
  const deployed = await deploy(t, source, paths);
  const { clients } = deployed;
  await deployed.addStage('stage', { LambdaAlias: 'PROD' });
  t.deepEqual(await read(`${deployed.url('stage')}/greeting`), serverError);
  t.deepEqual(await read(`${deployed.url('prod')}/version`), serverError);
  await deployed.permit('PROD', 'stage');
  t.is((await read(`${deployed.url('stage')}/greeting`)).status, 200);
  await clients.lambda.send(
    new RemovePermissionCommand({
      FunctionName: deployed.functionName,
      Qualifier: 'PROD',
      StatementId: 'PROD-prod',
    }),
  );
  t.deepEqual(await read(`${deployed.url('prod')}/greeting`), serverError);
  t.is((await read(`${deployed.url('stage')}/greeting`)).status, 200);
});

test('a stage variable that is missing or names no alias is a 500', async (t) => {
  const deployed = await deploy(t, source, paths);
  await deployed.addStage('none', {});
  await deployed.addStage('wrong', { LambdaAlias: 'NOPE' });
  t.deepEqual(await read(`${deployed.url('none')}/greeting`), serverError);
  t.deepEqual(await read(`${deployed.url('wrong')}/greeting`), serverError);
});

test('a function that outlasts the integration’s timeout is a 504', async (t) => {
  const deployed = await deploy(t, source, paths);
  t.deepEqual(await read(`${deployed.url('prod')}/slow?name=hang`), {
    status: 504,
    text: '{"message": "Endpoint request timed out"}',
  });
});

const mapped = (name: string, value: string) =>
  get({
    ...{ type: 'aws', uri: aliasUri, responses: { default: { statusCode: '200' } } },
    requestParameters: { [`integration.request.header.${name}`]: value },
  });

test('a header that API Gateway sends itself cannot be mapped', async (t) => {
  const names = ['Authorization', 'Connection', 'Content-Length', 'Expect', 'TE'];
  const named = names.map((name) => [`/${name}`, mapped(name, "'x'")] as const);
  const deployed = await deploy(t, source, {
    ...Object.fromEntries(named),
    '/X-Mine': mapped('X-Mine', "'x'"),
  });
  for (const name of names) {
    t.is((await fetch(`${deployed.url('prod')}/${name}`)).status, 500, name);
  }
  t.is((await fetch(`${deployed.url('prod')}/X-Mine`)).status, 200);
});

test('an event is answered before the function runs', async (t) => {
  const deployed = await deploy(t, source, {
    '/event': mapped('X-Amz-Invocation-Type', "'Event'"),
  });
  const response = await fetch(`${deployed.url('prod')}/event`);
  t.is(response.status, 200);
  t.is(await response.text(), '');
});
