// Who may look at the page and press its buttons: whoever has its URL, and no other page.

import { createServer, request } from 'node:http';
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import test from 'ava';
import type { ExecutionContext } from 'ava';

import { openDeployed, openTab, startBrowser } from './_page.ts';

interface Sent {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string;
}

/** `fetch` chooses `Host` and `Origin` itself. */
async function send(url: string, { method = 'GET', headers = {}, body = '' }: Sent) {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request(url, { method, headers }, resolve).once('error', reject).end(body);
  });
  return { status: answer.statusCode ?? 0, headers: answer.headers, body: await text(answer) };
}

const form = 'application/x-www-form-urlencoded';

test('only who knows the token is let in', async (t) => {
  const { page } = await openDeployed(t);
  const { origin, pathname } = new URL(page);
  t.is((await send(page, {})).status, 200);
  const another = pathname.replace(/(.)\/$/, (_all, last) => (last === 'x' ? 'y/' : 'x/'));
  for (const path of ['/', '/call', another, pathname.slice(0, -1), '//']) {
    const { status, body } = await send(`${origin}${path}`, {});
    t.is(status, 404, path);
    t.regex(body, /Open the page by the URL that npm run local printed/);
    t.is((await send(`${origin}${path}`, { method: 'POST' })).status, 404, path);
  }
});

test('who comes by another name, or from another page, is refused, whatever he knows', async (t) => {
  const { page } = await openDeployed(t);
  const { host, port, origin } = new URL(page);
  const post = (headers: OutgoingHttpHeaders) =>
    send(`${page}call`, { method: 'POST', headers: { host, 'content-type': form, ...headers } });
  t.is((await post({ origin, 'sec-fetch-site': 'same-origin' })).status, 400, 'it was let in');
  for (const headers of [
    { origin: 'http://page.example' },
    { origin: 'null' },
    { origin: `http://127.0.0.1:${String(Number(port) + 1)}` },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { host: 'page.example' },
    { host: `page.example:${port}` },
  ]) {
    t.is((await post(headers)).status, 403, JSON.stringify(headers));
  }
});

test('a browser may not frame the page, keep it, or tell its URL to others', async (t) => {
  const { page } = await openDeployed(t);
  const { headers } = await send(page, {});
  t.like(headers, {
    'cache-control': 'no-store',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
  });
  t.regex(String(headers['content-security-policy']), /default-src 'none'.*frame-ancestors 'none'/);
});

/** Serves a page of another origin. */
async function servePage(t: ExecutionContext, html: string): Promise<string> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end(html);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`;
}

test('a real browser’s page of another origin presses no button, even where it knows the URL', async (t) => {
  const browser = await startBrowser(t);
  if (browser === undefined) {
    return;
  }
  const { page, url } = await openDeployed(t);
  const fields = new URLSearchParams({ stage: url('prod'), method: 'GET', path: '/greeting' });
  const inputs = [...fields].map(
    ([name, value]) => `<input type="hidden" name="${name}" value="${value}">`,
  );
  const html = `<!doctype html><title>prize</title>
    <form method="post" action="${page}call">${inputs.join('')}<button>Win a prize</button></form>
    <iframe src="${page}"></iframe>`;
  // The same host with another port is what a stage's URL is, whose handler may answer any page.
  const other = await servePage(t, html);
  const { tab } = await openTab(browser);
  await tab.goto(other);
  const outcomes = await tab.evaluate(
    async ([target = '', body = '']) =>
      Promise.all(
        [
          {
            mode: 'no-cors' as const,
            headers: { 'content-type': 'application/x-www-form-urlencoded' },
          },
          { mode: 'cors' as const, headers: { 'x-parts': '1' } },
        ].map((init) =>
          fetch(`${target}call`, {
            ...init,
            method: 'POST',
            body,
          }).then(
            (answer) => answer.type,
            () => 'failed',
          ),
        ),
      ),
    [page, fields.toString()],
  );
  t.deepEqual(outcomes, ['failed', 'failed']);
  const read = await tab.evaluate(
    (target) =>
      fetch(target).then(
        () => 'read',
        () => 'not read',
      ),
    page,
  );
  t.is(read, 'not read');
  await tab.click('button');
  await tab.waitForURL(`${page}call`);
  t.regex(await tab.content(), /takes no requests of web pages/);
  const own = await send(page, {});
  t.regex(own.body, /No call yet/);
  t.regex(own.body, /No request yet/);
});
