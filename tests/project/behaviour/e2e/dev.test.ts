// `npm run dev` and the page of the embedded AWS, as a person uses them: a real command, a real browser.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { chromium } from 'playwright-core';
import { waitFor } from '../../../../local/tests/_helpers/launcher.ts';
import { createCheckout } from './_checkout.ts';
import type { Running } from './_command.ts';

const checkout = await createCheckout({ areTiersGreen: true });
test.after.always(() => checkout.close());

const browser = ['chromium', 'chromium-browser', 'google-chrome']
  .map((name) => join('/usr/bin', name))
  .find((path) => existsSync(path));

let dev: Running | undefined;
const printed = (): string => dev?.printed() ?? '';

test.serial('before the first release it says what to type', async (t) => {
  t.timeout(120_000);
  const { status, lastLine } = await checkout.run('dev');
  t.is(status, 2);
  t.regex(lastLine, /Next: npm run release/);
});

test.serial('what is saved is served on stage, and nowhere else', async (t) => {
  t.timeout(180_000);
  await checkout.edit('infra/own.ts', 'return {}', "return { values: { cache: 'no-store' } }");
  await checkout.edit('infra/openapi.yaml', `"'no-store'"`, '"\'${cache}\'"');
  const { status, stderr } = await checkout.release();
  t.is(status, 0, stderr);
  await checkout.serve();
  dev = checkout.start('dev');
  await waitFor('it serves', () => printed().includes('stage still serves'));
  await checkout.editHandler('saved');
  await waitFor('what is saved', async () => (await checkout.edition('stage')) === 'saved');
  t.regex(printed(), /no gate sees it/);
  await waitFor('it says so', () => /stage serves \d+@\w+, which no gate saw/.test(printed()));
  t.is(await checkout.edition('prod'), 'edition');
  await checkout.edit('infra/openapi.yaml', '  /greeting:', '  /welcome:');
  await waitFor('routes', async () => (await checkout.ask('stage', '/welcome')).status === 200);
  t.is((await checkout.ask('prod', '/welcome')).status, 403);
  await checkout.edit('infra/openapi.yaml', '  /welcome:', '  /greeting:');
  await waitFor('back', async () => (await checkout.ask('stage')).status === 200);
});

test.serial('a mistake is told, and what served serves', async (t) => {
  const undo = await checkout.edit('function/handler.ts', 'export ', 'export const = 1;\nexport ');
  await waitFor('it is told', () =>
    /function\/handler\.ts:\d+:\d+: Expected identifier.*\nstage serves what it served/.test(
      printed(),
    ),
  );
  t.is(await checkout.edition('stage'), 'saved');
  await undo();
});

test.serial('the page releases what is saved, and stage keeps it', async (t) => {
  t.timeout(180_000);
  if (browser === undefined) {
    t.log('No Chromium in /usr/bin: nobody pressed the button.');
    t.pass();
    return;
  }
  const running = await chromium.launch({ executablePath: browser, args: ['--no-sandbox'] });
  t.teardown(() => running.close());
  const page = await running.newPage();
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  await page.goto(/page +(http:\S+)/.exec(printed())?.[1] ?? '');
  await page.waitForSelector('#live.on');
  t.regex(await page.innerText('#note'), /stage serves what is saved, and no gate sees it/);
  await page.fill('[name=path]', '/greeting?name=edition');
  await page.click('form.call button');
  await page.waitForSelector('.answered');
  t.regex(await page.innerText('#answer'), /by the pair \d+@\w+[^]*Hello, saved!/);
  const before = (await checkout.live()).versions.length;
  await page.click('#release');
  await page.waitForSelector('.good-text, .bad-text', { timeout: 120_000 });
  t.regex(
    await page.innerText('.running'),
    /^npm run release done$/,
    await page.innerText('#output'),
  );
  t.is(await checkout.edition('prod'), 'saved');
  t.is((await checkout.live()).versions.length, before, 'the version that dev made');
  await page.waitForSelector('figcaption >> nth=1');
  t.regex(await page.innerText('#release-list'), /released/);
  t.deepEqual(said, []);
});

test.serial('told to stop, it says what stage serves', async (t) => {
  dev?.killAll('SIGTERM');
  const outcome = await dev?.ended;
  t.regex(outcome?.stdout ?? '', /^stage serves \d+@\w+\. npm run release gates what is saved/m);
});

test.serial('on a terminal a key runs a tier, and q ends it', async (t) => {
  t.timeout(120_000);
  const { status, stdout } = await checkout.shell(`
    told=$(mktemp)
    heard() { until grep -q "$1" "$told"; do sleep 0.05; done; }
    { heard 'q end'; printf u; heard 'unit tier is green'; printf q; } |
      script -qfec "npm run --prefix '$0' dev" "$told"`);
  t.is(status, 0, stdout);
  t.regex(stdout, /keys {2}u unit tier, l lambda tier, a api tier, r release, q end/);
  t.regex(stdout, /The unit tier runs…[^]*The unit tier is green \(\d+\.\d s\)/);
  t.regex(stdout, /stage serves \d+@\w+\. npm run release gates what is saved/);
});

test.serial('a stack on AWS is refused', async (t) => {
  const { status, stderr } = await checkout.run('dev', ['--stack', 'dev']);
  t.is(status, 2);
  t.regex(stderr, /npm run dev is for the embedded AWS, and stack dev is on AWS/);
});
