import test from 'ava';

import { definition, method, mock, openGateway, type GatewayResponse } from './_api.ts';

function gatewayResponse(overrides: Partial<GatewayResponse>): GatewayResponse {
  return { responseType: '', responseParameters: {}, responseTemplates: {}, ...overrides };
}

test('a customised response has its own status, headers and body', async (t) => {
  const served = definition(
    {},
    {
      gatewayResponses: {
        MISSING_AUTHENTICATION_TOKEN: gatewayResponse({
          statusCode: '404',
          responseParameters: {
            'gatewayresponse.header.Access-Control-Allow-Origin': "'*'",
            'gatewayresponse.header.X-Request': 'context.requestId',
            'gatewayresponse.header.X-Query': 'method.request.querystring.q',
          },
          responseTemplates: {
            'application/json':
              '{"error":$context.error.messageString,"type":"$context.error.responseType","path":"$context.path","v":"$stageVariables.v$context.nope"}',
          },
        }),
      },
    },
  );
  const { get } = await openGateway(t, served, { stage: { variables: { v: '1' } } });
  const { status, headers, text } = await get('/nope?q=%24context.stage');
  t.is(status, 404);
  t.deepEqual(JSON.parse(text), {
    error: 'Missing Authentication Token',
    type: 'MISSING_AUTHENTICATION_TOKEN',
    path: '/prod/nope',
    v: '1',
  });
  t.is(headers.get('access-control-allow-origin'), '*');
  t.is(headers.get('x-request'), headers.get('x-amzn-requestid'));
  t.is(headers.get('x-query'), '$context.stage');
});

test('DEFAULT_4XX and DEFAULT_5XX stand for all that have no response of their own', async (t) => {
  const templates = (text: string): Record<string, string> => ({ 'text/plain': text });
  const served = definition(
    { '/broken': { GET: method(mock({ integrationResponses: {} })) } },
    {
      gatewayResponses: {
        DEFAULT_4XX: gatewayResponse({
          responseTemplates: templates('client $context.error.message'),
        }),
        DEFAULT_5XX: gatewayResponse({ responseTemplates: templates('server'), statusCode: '503' }),
      },
    },
  );
  const { get } = await openGateway(t, served);
  const client = await get('/nope');
  t.is(client.status, 403);
  t.is(client.text, 'client Missing Authentication Token');
  t.is(client.headers.get('content-type'), 'text/plain');
  const server = await get('/broken');
  t.is(server.status, 503);
  t.is(server.text, 'server');
});

test('a status that no answer can have is the one of the fault', async (t) => {
  const gatewayResponses = { DEFAULT_4XX: gatewayResponse({ statusCode: '101' }) };
  const { get } = await openGateway(t, definition({}, { gatewayResponses }));
  t.is((await get('/nope')).status, 403);
});

test('a header that a client breaks is left out of the response', async (t) => {
  const responseParameters = { 'gatewayresponse.header.X-Q': 'method.request.querystring.q' };
  const served = definition(
    {},
    { gatewayResponses: { DEFAULT_4XX: gatewayResponse({ responseParameters }) } },
  );
  const { get } = await openGateway(t, served);
  const { status, headers } = await get('/nope?q=a%0d%0ab');
  t.is(status, 403);
  t.is(headers.get('x-q'), null);
});

test('a gateway response may ask for credentials, which an integration cannot', async (t) => {
  const responseParameters = { 'gatewayresponse.header.WWW-Authenticate': `'Basic realm="x"'` };
  const served = definition(
    {},
    { gatewayResponses: { DEFAULT_4XX: gatewayResponse({ responseParameters }) } },
  );
  const { get } = await openGateway(t, served);
  const { headers } = await get('/nope');
  t.is(headers.get('www-authenticate'), 'Basic realm="x"');
  t.is(headers.get('x-amzn-remapped-www-authenticate'), null);
});
