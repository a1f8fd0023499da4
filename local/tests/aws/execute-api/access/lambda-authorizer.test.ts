import {
  CreateUsagePlanCommand,
  CreateUsagePlanKeyCommand,
  FlushStageAuthorizersCacheCommand,
} from '@aws-sdk/client-api-gateway';
import { AddPermissionCommand, RemovePermissionCommand } from '@aws-sdk/client-lambda';
import test from 'ava';
import type { ExecutionContext } from 'ava';

import { account, region } from '../../../_helpers/account.ts';
import { createKey } from '../../apigateway/_key.ts';
import { aliasUri, deploy, operation } from '../_deployed.ts';

/** Both the authorizer and what it guards; counts how often it was asked. */
const source = `
let asked = 0;
export const handler = async (event) => {
  if (event.type === undefined) return { statusCode: 200, body: JSON.stringify(event.requestContext.authorizer) };
  const token = event.authorizationToken ?? event.headers['x-who'];
  if (token === 'Bearer unknown') throw new Error('Unauthorized');
  if (token === 'Bearer broken') throw new Error('broken');
  if (token === 'Bearer odd') return { principalId: 'odd' };
  asked += 1;
  const [, who] = token.split(' ');
  const own = event.methodArn.replace('/GET/', '/*/').replace(/orders.*/, who + '/*');
  const statement = {
    Action: 'execute-api:Invoke',
    Effect: who === 'denied' ? 'Deny' : 'Allow',
    Resource: who === 'guest' ? own : event.methodArn,
  };
  return {
    principalId: who,
    usageIdentifierKey: who,
    policyDocument: { Version: '2012-10-17', Statement: [statement] },
    context: { asked, admin: who === 'admin', event: JSON.stringify(event) },
  };
};`;

const integration = { type: 'aws_proxy', uri: aliasUri };

async function deployed(t: ExecutionContext, authorizer: object, scheme: object = {}) {
  const called = operation(integration);
  const paths = {
    '/open': { get: called },
    '/orders/{id}': { get: { ...called, security: [{ auth: [] }] } },
    '/counted': { get: { ...called, security: [{ auth: [], api_key: [] }] } },
  };
  const api = await deploy(t, source, paths, {
    'x-amazon-apigateway-api-key-source': 'AUTHORIZER',
    components: {
      securitySchemes: {
        api_key: { type: 'apiKey', in: 'header', name: 'x-api-key' },
        auth: {
          ...{ type: 'apiKey', in: 'header', name: 'Authorization', ...scheme },
          'x-amazon-apigateway-authtype': 'custom',
          'x-amazon-apigateway-authorizer': { authorizerUri: aliasUri, ...authorizer },
        },
      },
    },
  });
  const permission = { FunctionName: api.functionName, Qualifier: 'PROD', StatementId: 'auth' };
  await api.clients.lambda.send(
    new AddPermissionCommand({
      ...permission,
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
      SourceArn: `arn:aws:execute-api:${region}:${account}:${api.apiId}/authorizers/*`,
    }),
  );
  const get = async (path: string, headers: Readonly<Record<string, string>>) => {
    const response = await fetch(api.url('prod') + path, { headers });
    const text = await response.text();
    return { status: response.status, text, type: response.headers.get('x-amzn-errortype') };
  };
  const bearer = (who: string, path = '/orders/7') => get(path, { authorization: `Bearer ${who}` });
  return { ...api, permission, get, bearer };
}

function contextOf(text: string): Record<string, unknown> {
  return JSON.parse(text) as Record<string, unknown>;
}

test('a token decides, and what the authorizer says of the caller reaches the function', async (t) => {
  const { bearer, get, apiId } = await deployed(t, { type: 'token' });
  const { status, text } = await bearer('admin');
  t.is(status, 200);
  const { integrationLatency, event, ...context } = contextOf(text);
  t.deepEqual(context, { principalId: 'admin', asked: '1', admin: 'true' });
  t.is(typeof integrationLatency, 'number');
  t.deepEqual(JSON.parse(String(event)), {
    type: 'TOKEN',
    methodArn: `arn:aws:execute-api:${region}:${account}:${apiId}/prod/GET/orders/7`,
    authorizationToken: 'Bearer admin',
  });
  t.is((await get('/open', {})).text, '');
});

test('a client is counted by the API key that the authorizer names', async (t) => {
  const { bearer, apiId, clients } = await deployed(t, { type: 'token' });
  const { apigateway } = clients;
  const plan = await apigateway.send(
    new CreateUsagePlanCommand({ name: 'shop', apiStages: [{ apiId, stage: 'prod' }] }),
  );
  const key = await createKey(t, apigateway);
  await apigateway.send(
    new CreateUsagePlanKeyCommand({ usagePlanId: plan.id, keyId: key.id, keyType: 'API_KEY' }),
  );
  t.is((await bearer(key.value, '/counted')).status, 200);
  t.deepEqual(await bearer('nobody', '/counted'), {
    ...{ status: 403, type: 'ForbiddenException' },
    text: '{"message":"Forbidden"}',
  });
});

test('who is refused learns no more than that, nor who meets an authorizer that fails', async (t) => {
  const { bearer, get, clients, permission } = await deployed(t, { type: 'token' });
  t.deepEqual(await bearer('denied'), {
    ...{ status: 403, type: 'AccessDeniedException' },
    text: '{"Message":"User is not authorized to access this resource with an explicit deny"}',
  });
  t.deepEqual(await bearer('guest'), {
    ...{ status: 403, type: 'AccessDeniedException' },
    text: '{"Message":"User is not authorized to access this resource"}',
  });
  const unauthorized = {
    ...{ status: 401, type: 'UnauthorizedException' },
    text: '{"message":"Unauthorized"}',
  };
  t.deepEqual(await bearer('unknown'), unauthorized);
  t.deepEqual(await get('/orders/7', {}), unauthorized);
  const text = '{"message":null}';
  t.deepEqual(await bearer('broken'), { status: 500, type: 'AuthorizerFailureException', text });
  const wrong = { status: 500, type: 'AuthorizerConfigurationException', text };
  t.deepEqual(await bearer('odd'), wrong);
  await clients.lambda.send(new RemovePermissionCommand(permission));
  t.deepEqual(await bearer('admin'), wrong);
});

test('what was said of a token holds for all methods until its time is over', async (t) => {
  const { bearer, clients, apiId } = await deployed(t, { type: 'token' });
  const asked = async (who: string) => contextOf((await bearer(who)).text).asked;
  t.deepEqual([await asked('a'), await asked('b'), await asked('a')], ['1', '2', '1']);
  t.is((await bearer('a', '/orders/8')).status, 403);
  const stage = { restApiId: apiId, stageName: 'prod' };
  await clients.apigateway.send(new FlushStageAuthorizersCacheCommand(stage));
  t.is((await bearer('a', '/orders/8')).status, 200);
});

test('without a time to keep it each request is asked about, if its token is of the form', async (t) => {
  const { bearer } = await deployed(t, {
    ...{ type: 'token', authorizerResultTtlInSeconds: 0 },
    identityValidationExpression: 'Bearer [a-z]+',
  });
  const asked = async () => contextOf((await bearer('a')).text).asked;
  t.is(await asked(), '1');
  t.is((await bearer('NOBODY')).status, 401);
  t.is(await asked(), '2');
});

test('a request decides by all that it is asked by', async (t) => {
  const { get } = await deployed(
    t,
    {
      type: 'request',
      identitySource: 'method.request.header.X-Who, method.request.querystring.shop',
    },
    { name: 'Unused' },
  );
  const who = { 'x-who': 'Bearer a' };
  t.is((await get('/orders/7', who)).status, 401);
  const { status, text } = await get('/orders/7?shop=1', who);
  t.is(status, 200);
  const { asked, event } = contextOf(text);
  t.is(asked, '1');
  t.like(JSON.parse(String(event)), {
    ...{ type: 'REQUEST', resource: '/orders/{id}', path: '/orders/7', httpMethod: 'GET' },
    ...{ pathParameters: { id: '7' }, queryStringParameters: { shop: '1' } },
    stageVariables: { LambdaAlias: 'PROD' },
    requestContext: { stage: 'prod', resourcePath: '/orders/{id}' },
  });
  t.is(contextOf((await get('/orders/7?shop=2', who)).text).asked, '2');
  t.is(contextOf((await get('/orders/7?shop=1', who)).text).asked, '1');
});
