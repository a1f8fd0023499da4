import { deflateSync, gzipSync } from 'node:zlib';

import { UpdateRestApiCommand } from '@aws-sdk/client-api-gateway';
import test from 'ava';

import { aliasUri, deploy, operation, type Deployed, type Paths } from './_deployed.ts';

/** Answers with what it got of a request, and as the request asks. */
const source = `
export const handler = async ({ body, headers, isBase64Encoded }) => ({
  headers: headers['x-coded'] ? { 'Content-Encoding': headers['x-coded'] } : {},
  body: JSON.stringify({ body, isBase64Encoded, coding: headers['content-encoding'] ?? null }),
});`;
const paths: Paths = {
  '/': { 'x-amazon-apigateway-any-method': operation({ type: 'aws_proxy', uri: aliasUri }) },
};
const text = '{"greeting": "héllo"}';

function post(
  deployed: Deployed,
  coding: string,
  body: Uint8Array<ArrayBuffer>,
): Promise<Response> {
  const headers = { 'content-type': 'application/json', 'content-encoding': coding };
  return fetch(`${deployed.url('prod')}/`, { method: 'POST', headers, body });
}

/** The coding of an answer that is whole: fetch decompresses by what the header says. */
async function codingOf(deployed: Deployed, headers: Record<string, string>) {
  const response = await fetch(`${deployed.url('prod')}/`, { headers });
  const { body } = (await response.json()) as { readonly body: unknown };
  return body === null && response.ok ? response.headers.get('content-encoding') : response.status;
}

test('a compressed request reaches its integration as it was before', async (t) => {
  const deployed = await deploy(t, source, paths);
  const expected = { body: text, isBase64Encoded: false, coding: null };
  t.deepEqual(await (await post(deployed, 'gzip', gzipSync(text))).json(), expected);
  t.deepEqual(await (await post(deployed, 'deflate', deflateSync(text))).json(), expected);
  t.deepEqual(await (await post(deployed, 'identity', Buffer.from(text))).json(), {
    ...expected,
    coding: 'identity',
  });
});

test('what is not in the coding that it names, or in none that is known, is a 415', async (t) => {
  const deployed = await deploy(t, source, paths);
  for (const coding of ['gzip', 'deflate', 'br', 'gzip, gzip']) {
    const response = await post(deployed, coding, Buffer.from(text));
    t.is(response.status, 415, coding);
    t.deepEqual(await response.json(), { message: 'Unsupported Media Type' });
  }
});

test('a request that is too large only when it is decompressed is a 413', async (t) => {
  const deployed = await deploy(t, source, paths);
  const response = await post(deployed, 'gzip', gzipSync(Buffer.alloc(11 * 1024 * 1024)));
  t.is(response.status, 413);
});

test('answers of a certain size are compressed for clients that name a coding', async (t) => {
  const extension = { 'x-amazon-apigateway-minimum-compression-size': 10 };
  const deployed = await deploy(t, source, paths, extension);
  t.is(await codingOf(deployed, { 'accept-encoding': 'gzip' }), 'gzip');
  t.is(await codingOf(deployed, { 'accept-encoding': 'br, deflate;q=0.8, gzip;q=0.5' }), 'deflate');
  t.is(await codingOf(deployed, { 'accept-encoding': 'identity' }), null);
  t.is(await codingOf(deployed, { 'accept-encoding': '*' }), null);
  t.is(await codingOf(deployed, { 'accept-encoding': 'gzip;q=0' }), null);
  t.is(await codingOf(deployed, { 'accept-encoding': 'gzip', 'x-coded': 'identity' }), 'identity');
});

test('smaller answers are not, and the size that counts is the deployment’s', async (t) => {
  const extension = { 'x-amazon-apigateway-minimum-compression-size': 1000 };
  const deployed = await deploy(t, source, paths, extension);
  const gzip = { 'accept-encoding': 'gzip' };
  t.is(await codingOf(deployed, gzip), null);
  const path = '/minimumCompressionSize';
  const { minimumCompressionSize } = await deployed.clients.apigateway.send(
    new UpdateRestApiCommand({
      restApiId: deployed.apiId,
      patchOperations: [{ op: 'replace', path, value: '0' }],
    }),
  );
  t.is(minimumCompressionSize, 0);
  t.is(await codingOf(deployed, gzip), null, 'what is deployed has not changed');
});
