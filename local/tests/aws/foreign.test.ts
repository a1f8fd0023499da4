import { request } from 'node:http';
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';

import test from 'ava';

import { startEmbedded } from '../_helpers/embedded.ts';
import { signed } from '../_helpers/signed-fetch.ts';

interface Answered {
  readonly status: number;
  readonly body: string;
}

/** `fetch` chooses `Host` and `Origin` itself. */
async function get(url: string, headers: OutgoingHttpHeaders): Promise<Answered> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request(url, { headers }, resolve).once('error', reject).end();
  });
  return { status: answer.statusCode ?? 0, body: await text(answer) };
}

const paths = [
  ['lambda', '/2015-03-31/functions/'],
  ['sts', '/?Action=GetCallerIdentity&Version=2011-06-15'],
  ['local', '/_local/calls'],
] as const;

for (const [service, path] of paths) {
  test(`the host is this machine and the port, or nothing is answered: ${path}`, async (t) => {
    const { url } = await startEmbedded(t);
    const { port } = new URL(url);
    const ask = async (host: string) => {
      const { headers } = await signed(`http://${host}${path}`, {}, { service });
      return get(`${url}${path}`, { ...headers, host });
    };
    for (const host of ['127.0.0.1', 'localhost', '[::1]']) {
      t.is((await ask(`${host}:${port}`)).status, 200, host);
    }
    for (const host of ['attacker.example', `attacker.example:${port}`, '127.0.0.1', '[::1]:1']) {
      const { status, body } = await ask(host);
      t.is(status, 403, host);
      t.regex(body, /takes requests to 127\.0\.0\.1:\d+.* only/);
    }
  });

  test(`no web page is answered, whoever signed: ${path}`, async (t) => {
    const { url } = await startEmbedded(t);
    const { host, port } = new URL(url);
    const { headers } = await signed(`${url}${path}`, {}, { service });
    const ask = (origin: string) => get(`${url}${path}`, { ...headers, host, origin });
    for (const origin of [url, `http://localhost:${port}`]) {
      t.is((await ask(origin)).status, 200, origin);
    }
    for (const origin of [
      'http://attacker.example',
      'null',
      'http://127.0.0.1:1',
      `https://${host}`,
    ]) {
      const { status, body } = await ask(origin);
      t.is(status, 403, origin);
      t.regex(body, /takes no requests of web pages/);
    }
  });
}

test('the health of the server is open, but not to web pages', async (t) => {
  const { url } = await startEmbedded(t);
  t.is((await get(`${url}/_local/health`, {})).status, 200);
  t.is((await get(`${url}/_local/health`, { origin: 'http://attacker.example' })).status, 403);
});

test('a stage’s URL is as open as its API', async (t) => {
  const { url } = await startEmbedded(t);
  const path = '/_aws/execute-api/abc/prod/greeting';
  const { status, body } = await get(`${url}${path}`, {
    host: 'api.example',
    origin: 'http://page.example',
  });
  t.is(status, 403);
  t.is(body, '{"message":"Forbidden"}');
});
