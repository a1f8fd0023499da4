import { UpdateAliasCommand, PublishVersionCommand } from '@aws-sdk/client-lambda';
import test from 'ava';
import axe from 'axe-core';

import { clientsIn } from '../_helpers/clients.ts';
import { createApi, operation } from '../aws/execute-api/_deployed.ts';
import { hostile, openDeployed, openLive, openTab, startBrowser } from './_page.ts';

test('a call is answered, and seen in the requests and the log, without loading again', async (t) => {
  const live = await openLive(t);
  if (live === undefined) {
    return;
  }
  const { tab, said } = live;
  await tab.fill('[name=path]', '/greeting?name=Ada');
  await tab.fill('[name=headers]', 'X-Trace: mine\nAuthorization: Bearer nobody-sees-this');
  await tab.click('form.call button');
  await tab.waitForSelector('.answered');
  t.regex(await tab.innerText('#answer'), /200 GET \/greeting\?name=Ada by the pair 1@\w+/);
  t.regex(await tab.innerText('#answer pre'), /"said": "Hello, Ada!"/);
  await tab.waitForSelector('.request');
  await tab.click('.request summary');
  const request = await tab.innerText('.request');
  t.regex(request, /GET\s+\/greeting\?name=Ada/);
  t.regex(request, /"name": "Ada"/, 'what the request template made');
  t.regex(request, /"greeting":"Hello, Ada!"/, 'what the handler answered');
  t.regex(request, /"said": "Hello, Ada!"/, 'what the response template made');
  t.regex(request, /handler [\d.]+ ms/);
  t.regex(request, /X-Trace: mine/i);
  t.false((await tab.content()).includes('nobody-sees-this'.repeat(1) + '<'));
  t.false(request.includes('nobody-sees-this'));
  await tab.waitForSelector('#line-list >> text=said by the handler Ada');
  t.deepEqual(said, []);
});

test('the picture follows what is moved', async (t) => {
  const live = await openLive(t);
  if (live === undefined) {
    return;
  }
  const { clients, functionName, tab, said } = live;
  t.regex(await tab.innerText('figcaption'), /prod serves version 1 with deployment \w+/);
  await clients.lambda.send(new PublishVersionCommand({ FunctionName: functionName }));
  await clients.lambda.send(
    new UpdateAliasCommand({ FunctionName: functionName, Name: 'PROD', Description: hostile }),
  );
  await tab.waitForSelector('.journal');
  t.is(await tab.innerText('.journal'), hostile, 'it is text');
  t.regex(
    (await tab.getAttribute('.drawing', 'aria-label')) ?? '',
    /stage prod with deployment \w+ calls PROD; PROD is at version 1 \(100 %\)/,
  );
  t.deepEqual(said, []);
});

test('a second region is shown beside the first, and from then on each thing says of which it is', async (t) => {
  const live = await openLive(t);
  if (live === undefined) {
    return;
  }
  const { url, apiName, endpoint, tab, said } = live;
  await fetch(`${url('prod')}/greeting?name=Ada`);
  await tab.waitForSelector('.request');
  t.notRegex(await tab.innerText('.request'), /eu-west-1/);
  const ping = operation({ type: 'MOCK' });
  const other = await createApi(
    t,
    { url: endpoint, clients: clientsIn(t, endpoint, 'us-east-1') },
    { paths: { '/ping': { get: ping } } },
  );
  await tab.waitForSelector(`section[aria-label="${other.apiName} in us-east-1"] figcaption`);
  await tab.waitForSelector(`section[aria-label="${apiName} in eu-west-1"] figcaption`);
  t.deepEqual(await tab.locator('#call-stage option').allInnerTexts(), [
    `${apiName}: prod in eu-west-1`,
    `${other.apiName}: prod in us-east-1`,
  ]);
  t.regex(await tab.innerText('.request'), /prod in eu-west-1/);
  await fetch(`${other.url('prod')}/ping`);
  await tab.waitForSelector('.request >> text=prod in us-east-1');
  t.regex(await tab.innerText('#line-list'), / in eu-west-1 .*said by the handler Ada/);
  t.deepEqual(said, []);
});

test('what requests and handlers say is text', async (t) => {
  const live = await openLive(t);
  if (live === undefined) {
    return;
  }
  const { url, tab, said } = live;
  await fetch(`${url('prod')}/greeting?name=${encodeURIComponent(hostile)}`, {
    headers: { 'x-hostile': hostile },
  });
  await fetch(`${url('prod')}/${encodeURI(hostile)}`);
  await tab.waitForSelector('.request >> nth=1');
  await tab.waitForSelector('#line-list >> text=said by the handler');
  await tab.reload();
  await tab.waitForSelector('.request >> nth=1');
  t.true((await tab.innerText('#line-list')).includes(hostile));
  t.is(await tab.locator('main img, main script').count(), 0);
  t.deepEqual(said, []);
});

test('without a script the form calls, and the page shows what came of it', async (t) => {
  const browser = await startBrowser(t);
  if (browser === undefined) {
    return;
  }
  const { page } = await openDeployed(t);
  const { tab } = await openTab(browser, { javaScriptEnabled: false });
  await tab.goto(page);
  await tab.fill('[name=path]', '/greeting?name=Ada');
  await tab.click('form.call button');
  await tab.waitForSelector('.answered');
  t.is(tab.url(), `${page}#call`);
  t.regex(await tab.innerText('#answer'), /by the pair 1@\w+/);
  t.is(await tab.inputValue('[name=path]'), '/greeting?name=Ada');
  t.regex(await tab.innerText('#request-list'), /greeting\?name=Ada/);
});

test('it is whole at any width, in light and dark, and axe finds nothing', async (t) => {
  const browser = await startBrowser(t);
  if (browser === undefined) {
    return;
  }
  const { page, url } = await openDeployed(t);
  await fetch(`${url('prod')}/greeting?name=${'a'.repeat(300)}`);
  await fetch(`${url('prod')}/nothing-here`);
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [360, 1440]) {
      const where = `${colorScheme} at ${String(width)}`;
      // Its own policy would keep out what looks at it, too.
      const viewport = { width, height: 900 };
      const { tab, said } = await openTab(browser, { colorScheme, viewport, bypassCSP: true });
      await tab.goto(page);
      await tab.waitForSelector('#live.on');
      await tab.click('.request summary >> nth=1');
      t.true(
        (await tab.evaluate('document.documentElement.scrollWidth <= innerWidth')) === true,
        `nothing reaches over the edge, ${where}`,
      );
      await tab.addScriptTag({ content: axe.source });
      const found: unknown = await tab.evaluate(
        'axe.run().then(({ violations }) => violations.map(({ id, impact, nodes }) => [impact, id, ...nodes.slice(0, 3).map(({ html }) => html)]))',
      );
      t.deepEqual(found, [], where);
      t.deepEqual(said, [], where);
      await tab.close();
    }
  }
});
