import test from 'ava';

import { account } from '../../_helpers/account.ts';

import { handleExecuteApi } from '../../../aws/execute-api/handle.ts';
import {
  definition,
  integrationResponse,
  method,
  mock,
  mockAnswering,
  openGateway,
} from './_api.ts';

test('in a query + is a space, %2B a plus, and the last of several values counts', async (t) => {
  const echo = mockAnswering("$input.params('q')|$input.params('empty')|$input.params('x y')");
  const { get } = await openGateway(t, definition({ '/': { GET: method(echo) } }));
  t.is((await get('/?q=first&q=a+b%2Bc%20d&empty&x+y=é')).text, 'a b+c d||é');
  t.is((await get('/?q=%zz%e9')).text, '%zz\ufffd||');
});

test('$context describes the request', async (t) => {
  const names = [
    ...['accountId', 'apiId', 'stage', 'httpMethod', 'path', 'resourcePath', 'resourceId'],
    ...['protocol', 'domainName', 'deploymentId', 'identity.sourceIp', 'identity.userAgent'],
    ...['requestTime', 'requestTimeEpoch'],
  ];
  const echo = mockAnswering(names.map((name) => `$context.${name}`).join('|'));
  const served = definition({ '/greeting': { GET: method(echo) } });
  const { get } = await openGateway(t, served, { now: () => Date.UTC(2026, 10, 3, 4, 5, 6) });
  const rawHeaders = [
    ['Host', 'api.example.org'],
    ['User-Agent', 'test/1'],
  ] as const;
  t.deepEqual((await get('/greeting', { rawHeaders })).text.split('|'), [
    ...[account, 'abcde12345', 'prod', 'GET', '/prod/greeting', '/greeting'],
    ...['resource/greeting', 'HTTP/1.1', 'api.example.org', 'first', '192.0.2.1', 'test/1'],
    ...['03/Nov/2026:04:05:06 +0000', '1793678706000'],
  ]);
});

test('the request id of an answer is the one that templates see', async (t) => {
  const echo = mockAnswering('$context.requestId $context.extendedRequestId');
  const { get } = await openGateway(t, definition({ '/': { GET: method(echo) } }));
  const { headers, text } = await get('/');
  t.is(text, `${headers.get('x-amzn-requestid') ?? ''} ${headers.get('x-amz-apigw-id') ?? ''}`);
});

test('a mock answers the response whose pattern matches its status', async (t) => {
  const integration = mock({
    requestTemplates: { 'application/json': '{"statusCode": $input.params("s")}' },
    integrationResponses: {
      200: integrationResponse(),
      404: integrationResponse({
        statusCode: '404',
        selectionPattern: '4\\d{2}',
        responseParameters: { 'method.response.header.X-Kind': "'missing'" },
      }),
    },
  });
  const { get } = await openGateway(t, definition({ '/': { GET: method(integration) } }));
  t.is((await get('/?s=200')).status, 200);
  const { status, headers } = await get('/?s=418');
  t.is(status, 404);
  t.is(headers.get('x-kind'), 'missing');
  t.is((await get('/?s=x')).status, 500);
});

test('without a matching or a default response the API is not configured right', async (t) => {
  const integration = mock({ integrationResponses: {} });
  const { get } = await openGateway(t, definition({ '/': { GET: method(integration) } }));
  const { status, text } = await get('/');
  t.deepEqual({ status, text }, { status: 500, text: '{"message": "Internal server error"}' });
});

test('an API whose response has a status that no answer can have is not configured right', async (t) => {
  const integration = mock({
    integrationResponses: { 101: integrationResponse({ statusCode: '101' }) },
  });
  const { get } = await openGateway(t, definition({ '/': { GET: method(integration) } }));
  t.is((await get('/')).status, 500);
});

test('the content type selects the request template; none means JSON', async (t) => {
  const integration = mock({
    requestTemplates: {
      'application/json': '{"statusCode": 200}',
      'text/plain': '{"statusCode": 201}',
    },
    integrationResponses: {
      200: integrationResponse({ selectionPattern: '200' }),
      201: integrationResponse({ statusCode: '201', selectionPattern: '201' }),
      202: integrationResponse({ statusCode: '202' }),
    },
  });
  const { get } = await openGateway(t, definition({ '/': { GET: method(integration) } }));
  const status = async (type: string): Promise<number> =>
    (await get('/', { rawHeaders: [['content-type', type]] })).status;
  t.is((await get('/')).status, 200);
  t.is(await status('text/plain; charset=utf-8'), 201);
  t.is(await status('Application/JSON'), 200);
});

const passthrough = test.macro<
  ['WHEN_NO_MATCH' | 'WHEN_NO_TEMPLATES' | 'NEVER', templates: boolean, status: number]
>({
  exec: async (t, passthroughBehavior, templates, expected) => {
    const requestTemplates = templates ? { 'application/json': '{"statusCode": 200}' } : {};
    const integration = mock({ passthroughBehavior, requestTemplates });
    const { get } = await openGateway(t, definition({ '/': { POST: method(integration) } }));
    const { status, text } = await get('/', {
      method: 'POST',
      rawHeaders: [['Content-Type', 'application/xml']],
      body: Buffer.from('{"statusCode": 200}'),
    });
    t.is(status, expected);
    if (expected === 415) {
      t.is(text, '{"message":"Unsupported Media Type"}');
    }
  },
  title: (_, behaviour, templates, status) =>
    `${behaviour} ${templates ? 'with' : 'without'} templates for other types answers ${String(status)}`,
});

test(passthrough, 'WHEN_NO_MATCH', true, 200);
test(passthrough, 'WHEN_NO_MATCH', false, 200);
test(passthrough, 'WHEN_NO_TEMPLATES', true, 415);
test(passthrough, 'WHEN_NO_TEMPLATES', false, 200);
test(passthrough, 'NEVER', true, 415);
test(passthrough, 'NEVER', false, 415);

test('a template overrides status and headers; an impossible status is ignored', async (t) => {
  const template = [
    "#set($context.responseOverride.status = $input.params('s'))",
    "#set($context.responseOverride.header.X-One = 'one')",
    '#set($context.responseOverride.header["X-Two"] = "two")ok',
  ].join('');
  const { get } = await openGateway(
    t,
    definition({ '/': { GET: method(mockAnswering(template)) } }),
  );
  const { status, headers, text } = await get('/?s=418');
  t.deepEqual({ status, text }, { status: 418, text: 'ok' });
  t.is(headers.get('x-one'), 'one');
  t.is(headers.get('x-two'), 'two');
  t.is((await get('/?s=42')).status, 200);
  t.is((await get('/?s=101')).status, 200);
});

test('a value cannot add headers to the answer', async (t) => {
  const template = "#set($context.responseOverride.header.X-Name = $input.params('name'))ok";
  const served = definition({ '/': { GET: method(mockAnswering(template)) } });
  const { get } = await openGateway(t, served);
  t.is((await get('/?name=a%0d%0aSet-Cookie:%20b')).status, 500);
  t.is((await get('/?name=fine')).headers.get('x-name'), 'fine');
});

test('the answer has the content type of the template that the client accepts', async (t) => {
  const integration = mock({
    integrationResponses: {
      200: integrationResponse({
        responseTemplates: { 'application/xml': '<a/>', 'application/json': '{}' },
      }),
    },
  });
  const { get } = await openGateway(t, definition({ '/': { GET: method(integration) } }));
  const xml = await get('/', { rawHeaders: [['Accept', 'application/xml']] });
  t.is(xml.text, '<a/>');
  t.is(xml.headers.get('content-type'), 'application/xml');
  const any = await get('/', { rawHeaders: [['Accept', '*/*']] });
  t.is(any.text, '{}');
  t.is(any.headers.get('content-type'), 'application/json');
});

test('a template that fails is a 500 that tells the client nothing', async (t) => {
  const served = definition({ '/': { GET: method(mockAnswering('$util.nope()')) } });
  const { get } = await openGateway(t, served);
  const { status, text } = await get('/');
  t.deepEqual({ status, text }, { status: 500, text: '{"message": "Internal server error"}' });
});

test('a body that should be JSON and is not is the client’s fault', async (t) => {
  const requestTemplates = { 'application/json': '{"statusCode": $input.path("$.s")}' };
  const served = definition({ '/': { POST: method(mock({ requestTemplates })) } });
  const { get } = await openGateway(t, served);
  const { status } = await get('/', { method: 'POST', body: Buffer.from('{"s":') });
  t.is(status, 400);
});

test('a body above 10 MB is too large', async (t) => {
  const served = definition({ '/': { POST: method(mock()) } });
  const { get } = await openGateway(t, served);
  const { status } = await get('/', { method: 'POST', body: Buffer.alloc(10 * 1024 * 1024 + 1) });
  t.is(status, 413);
});

test('what is not modelled is a 501 that names it', async (t) => {
  const served = definition({
    '/queue': {
      GET: method({ ...mock(), type: 'AWS', uri: 'arn:aws:apigateway:eu-west-1:sqs:path/q' }),
    },
  });
  const { get } = await openGateway(t, served);
  for (const [path, named] of [['/queue', /sqs/]] as const) {
    const { status, text } = await get(path);
    t.is(status, 501);
    t.regex(text, named);
  }
});

test('an answer never fails, whatever the bytes of the request', async (t) => {
  const { region } = await openGateway(t, definition({ '/': { GET: method(mock()) } }));
  const response = await handleExecuteApi(
    {
      ...{
        apiId: 'abcde12345',
        stageName: 'prod',
        method: 'GET',
        rawPath: '/%',
        rawQuery: '%&=&&',
      },
      ...{ rawHeaders: [['', '']], body: Buffer.from([0xff]), sourceIp: '', protocol: '' },
    },
    region,
  );
  t.is(response.status, 403);
});

test('a mock template needs no quotes around names', async (t) => {
  const templates = [
    '{statusCode: 200}',
    "{'statusCode': 200}",
    '{ "a": "{b: 1}", statusCode : 200 }',
  ];
  for (const template of templates) {
    const requestTemplates = { 'application/json': template };
    const served = definition({ '/': { GET: method(mock({ requestTemplates })) } });
    const { get } = await openGateway(t, served);
    t.is((await get('/')).status, 200);
  }
});

test('headers that end at API Gateway are not seen by mappings', async (t) => {
  const template =
    '$input.params("Expect")|$input.params("Transfer-Encoding")|$input.params("X-A")';
  const { get } = await openGateway(
    t,
    definition({ '/': { GET: method(mockAnswering(template)) } }),
  );
  const rawHeaders = [
    ['expect', '100-continue'],
    ['Transfer-Encoding', 'chunked'],
    ['x-a', '1'],
  ] as const;
  t.is((await get('/', { rawHeaders })).text, '||1');
});

test('headers that API Gateway keeps for itself are renamed in answers', async (t) => {
  const names = ['Authorization', 'Expect', 'Max-Forwards', 'Proxy-Authenticate', 'Trailer', 'TE'];
  const responseParameters = Object.fromEntries(
    names.map((name) => [`method.response.header.${name}`, `'${name}'`]),
  );
  const integration = mock({
    integrationResponses: { 200: integrationResponse({ responseParameters }) },
  });
  const { get } = await openGateway(t, definition({ '/': { GET: method(integration) } }));
  const { headers } = await get('/');
  for (const name of names) {
    const remapped = `x-amzn-Remapped-${name}`;
    t.is(headers.get(name === 'TE' ? name : remapped), name);
    t.is(headers.get(name === 'TE' ? remapped : name), null);
  }
});
