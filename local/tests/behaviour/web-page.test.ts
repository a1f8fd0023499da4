// What a web page can do to the embedded AWS of whoever looks at it: nothing. All requests below are
// ones that a browser sends without asking the server first.

import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import { ListRolesCommand } from '@aws-sdk/client-iam';
import { ListFunctionsCommand } from '@aws-sdk/client-lambda';
import test from 'ava';
import type { ExecutionContext } from 'ava';
import { chromium } from 'playwright-core';

import { clientsOf } from '../_helpers/clients.ts';
import { startEmbedded } from '../_helpers/embedded.ts';
import { temporaryFolder } from '../_helpers/temporary-folder.ts';
import { handlerZip } from '../aws/lambda/_helpers/functions.ts';

const secretAccessKey = 'nobody can guess it';
const account = '000000000000';

const browser = ['chromium', 'chromium-browser', 'google-chrome']
  .map((name) => join('/usr/bin', name))
  .find((path) => existsSync(path));

interface Attack {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly type: 'text/plain' | 'application/x-www-form-urlencoded';
  readonly body: string;
}

/** Says in the query whom it pretends to be: a page may set no header that says it. */
function pretending(url: string, service: string): string {
  const date = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const query = new URLSearchParams({
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${account}/${date.slice(0, 8)}/eu-west-1/${service}/aws4_request`,
    'X-Amz-Date': date,
    'X-Amz-Expires': '600',
    'X-Amz-SignedHeaders': 'host',
    'X-Amz-Signature': '0'.repeat(64),
  });
  return `${url}${url.includes('?') ? '&' : '?'}${query.toString()}`;
}

/** Makes a role and a function, and runs it: code of the page's choice on this machine. */
async function attacksOn(url: string, proof: string): Promise<Attack[]> {
  const trust = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ],
  };
  const role = new URLSearchParams({
    Action: 'CreateRole',
    Version: '2010-05-08',
    RoleName: 'evil',
    AssumeRolePolicyDocument: JSON.stringify(trust),
  }).toString();
  const zip = await handlerZip(
    `(await import('node:fs')).writeFileSync(${JSON.stringify(proof)}, '')`,
  );
  const lambda = `${url}/2015-03-31/functions`;
  const fn = JSON.stringify({
    FunctionName: 'evil',
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Role: `arn:aws:iam::${account}:role/evil`,
    Code: { ZipFile: zip.toString('base64') },
  });
  const fault = '[{"operation":"CreateRole","kind":"fail"}]';
  const form = 'application/x-www-form-urlencoded';
  return [
    { method: 'POST', url: pretending(url, 'iam'), type: form, body: role },
    { method: 'POST', url: url, type: form, body: role },
    { method: 'GET', url: pretending(`${url}/?${role}`, 'iam'), type: form, body: '' },
    { method: 'POST', url: pretending(lambda, 'lambda'), type: 'text/plain', body: fn },
    { method: 'POST', url: pretending(lambda, 'lambda'), type: form, body: fn },
    {
      method: 'POST',
      url: pretending(`${lambda}/evil/invocations`, 'lambda'),
      type: 'text/plain',
      body: '{}',
    },
    { method: 'POST', url: `${url}/_local/faults`, type: 'text/plain', body: fault },
    { method: 'POST', url: `${url}/_local/stop`, type: 'text/plain', body: '' },
    { method: 'GET', url: `${url}/_local/lease`, type: 'text/plain', body: '' },
  ];
}

/** A server, and what has to be so after a page has tried. */
async function setUp(t: ExecutionContext) {
  const credentials = (key: string): string | undefined =>
    key === account ? secretAccessKey : undefined;
  const idle = { ended: false };
  const leases = { lingerMs: 60_000, onIdle: () => (idle.ended = true) };
  const { url, aws } = await startEmbedded(t, { credentials, leases });
  const proof = join(await temporaryFolder(t), 'proof');
  const clients = clientsOf(url, account, secretAccessKey);
  t.teardown(() => clients.destroy());
  const nothingHappened = async () => {
    t.true(aws.calls.list().every(({ status }) => status === 403));
    t.deepEqual((await clients.iam.send(new ListRolesCommand({}))).Roles, []);
    t.deepEqual((await clients.lambda.send(new ListFunctionsCommand({}))).Functions, []);
    const health: unknown = await (await fetch(`${url}/_local/health`)).json();
    t.like(health, { leases: 0 });
    t.false(existsSync(proof));
    t.false(idle.ended);
  };
  return { url, attacks: await attacksOn(url, proof), nothingHappened };
}

test('what a page’s requests look like is refused', async (t) => {
  const { attacks, nothingHappened } = await setUp(t);
  for (const { method, url, type, body } of attacks) {
    for (const origin of ['http://page.example', 'null', undefined]) {
      const answer = await fetch(url, {
        method,
        headers: { 'content-type': type, ...(origin !== undefined && { origin }) },
        ...(method === 'POST' && { body }),
      });
      t.is(answer.status, 403, `${method} ${url} of ${String(origin)}`);
    }
  }
  await nothingHappened();
});

/** In the page: sends every attack as `fetch` and as a form or an image, and waits for the answers. */
async function attack(attacks: Attack[]): Promise<string[]> {
  const outcomes: string[] = [];
  for (const { method, url, type, body } of attacks) {
    const init = { method, mode: 'no-cors', headers: { 'content-type': type } } as const;
    const answer = await fetch(url, method === 'POST' ? { ...init, body } : init);
    outcomes.push(answer.type);
    const readable = await fetch(url, { method, ...(method === 'POST' && { body }) }).then(
      () => 'readable',
      () => 'not readable',
    );
    outcomes.push(readable);
  }
  return outcomes;
}

/** A page whose one button sends an attack as a form does, and shows the answer. */
function formOf({ url, body }: Attack): string {
  const quote = (text: string): string =>
    `"${text.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`;
  return `<form method="post" enctype="text/plain" action=${quote(url)}>
    <input type="hidden" name=${quote(body)} value=""><button>Win a prize</button></form>`;
}

test('a real browser’s page of another origin changes nothing', async (t) => {
  if (browser === undefined) {
    t.log('No Chromium in /usr/bin: what a page sends was only imitated.');
    t.pass();
    return;
  }
  const { attacks, nothingHappened } = await setUp(t);
  const pages = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>page</title>');
  });
  await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve));
  t.teardown(() => pages.close());
  const { port } = pages.address() as AddressInfo;
  const running = await chromium.launch({ executablePath: browser, args: ['--no-sandbox'] });
  t.teardown(() => running.close());
  const page = await running.newPage();
  const origin = `http://localhost:${String(port)}/`;
  await page.goto(origin);
  const outcomes = await page.evaluate(attack, attacks);
  t.deepEqual(new Set(outcomes), new Set(['opaque', 'not readable']));
  for (const one of attacks.filter(({ method }) => method === 'POST')) {
    await page.goto(origin);
    await page.setContent(formOf(one));
    await page.click('button');
    await page.waitForURL(one.url);
    t.regex(await page.content(), /takes no requests of web pages/);
  }
  await nothingHappened();
});
