import { randomUUID } from 'node:crypto';

import test from 'ava';
import type { ExecutionContext } from 'ava';

import { testEmbedded } from '../../../_helpers/embedded-only.ts';
import { account } from '../../../_helpers/account.ts';
import { presigned, signed, signedFetch } from '../../../_helpers/signed-fetch.ts';
import { deployApi } from '../_deployed.ts';

const answering = {
  type: 'mock',
  requestTemplates: { 'application/json': '{"statusCode": 200}' },
  responses: {
    default: {
      statusCode: '200',
      responseTemplates: {
        'application/json':
          '$context.identity.accountId $context.identity.userArn $context.identity.accessKey',
      },
    },
  },
};
const operation = {
  responses: { 200: {} },
  security: [{ sigv4: [] }],
  'x-amazon-apigateway-integration': answering,
};
const components = {
  securitySchemes: {
    sigv4: {
      ...{ type: 'apiKey', name: 'Authorization', in: 'header' },
      'x-amazon-apigateway-authtype': 'awsSigv4',
    },
  },
};
const ofService = { service: 'execute-api' };

async function deployed(t: ExecutionContext, extensions: object = {}): Promise<string> {
  const paths = { '/orders/{id}': { get: operation, post: operation } };
  const { url } = await deployApi(t, paths, { components, ...extensions });
  return `${url('prod')}/orders/7`;
}

test('a request that is signed for execute-api passes, and its signer is in the context', async (t) => {
  const url = await deployed(t);
  const response = await signedFetch(`${url}?a=1&b=2`, {}, ofService);
  t.is(response.status, 200);
  t.regex(await response.text(), new RegExp(`^${account} arn:aws:iam::${account}:`));
  const headers = { 'content-type': 'application/json' };
  const request = { method: 'POST', headers, body: '{"a":1}' };
  t.is((await signedFetch(url, request, ofService)).status, 200);
  t.is((await fetch(await presigned(url, ofService))).status, 200);
});

test('a request without a signature has no authentication token', async (t) => {
  const response = await fetch(await deployed(t));
  t.is(response.status, 403);
  t.is(await response.text(), '{"message":"Missing Authentication Token"}');
  t.is(response.headers.get('x-amzn-errortype'), 'MissingAuthenticationTokenException');
});

testEmbedded('a wrong signature, an unknown key and another scope are refused', async (t) => {
  const url = await deployed(t);
  const refused = async (answer: Promise<Response>) => {
    const response = await answer;
    return [response.status, response.headers.get('x-amzn-errortype'), await response.text()];
  };
  const wrongSecret = signedFetch(url, {}, { ...ofService, secretAccessKey: randomUUID() });
  const [status, type, text] = await refused(wrongSecret);
  t.deepEqual([status, type], [403, 'InvalidSignatureException']);
  t.regex(String(text), /signature we calculated does not match/);
  t.deepEqual(await refused(signedFetch(url, {}, { service: 'lambda' })), [
    ...[403, 'InvalidSignatureException'],
    `{"message":"Credential should be scoped to correct service: 'execute-api'."}`,
  ]);
  const request = await signed(url, { method: 'POST', body: 'signed' }, ofService);
  const [changed] = await refused(fetch(url, { ...request, body: 'changed' }));
  t.is(changed, 403);
});

test('a resource policy can deny who signed, and need not allow them', async (t) => {
  const policy = (statement: object) => ({
    'x-amazon-apigateway-policy': {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Resource: 'execute-api:/*', ...statement }],
    },
  });
  const elsewhere = { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::210987654321:root' } };
  const open = await deployed(t, policy(elsewhere));
  t.is((await signedFetch(open, {}, ofService)).status, 200);
  const denied = { Effect: 'Deny', Principal: { AWS: account } };
  const closed = await deployed(t, policy(denied));
  const response = await signedFetch(closed, {}, ofService);
  t.is(response.status, 403);
  t.regex(await response.text(), /^\{"Message":"User: arn:aws:[^"]* with an explicit deny"\}$/);
});
