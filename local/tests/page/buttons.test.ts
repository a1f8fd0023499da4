// What the page's buttons do: the commands of the project around it, trouble, and the reports that releases left.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import test from 'ava';
import type { ExecutionContext } from 'ava';

import { temporaryFolder } from '../_helpers/temporary-folder.ts';
import { waitFor } from '../_helpers/launcher.ts';
import { hostile, openDeployed, openLive } from './_page.ts';

const id = '20261129T120000-abcd';

/** Stands for the project's launcher: says what it is told, leaves a report, and runs until it is told to stop. */
const launcher = `
import { mkdirSync, writeFileSync } from 'node:fs';
const [, , cli, command] = process.argv;
if (command === 'rollback') {
  process.on('SIGTERM', () => { console.error('put back'); process.exit(130); });
  setInterval(() => {}, 1000);
}
console.log(cli, command, ${JSON.stringify(hostile)});
const folder = '.local/reports/${id}';
mkdirSync(folder, { recursive: true });
const result = { command, outcome: 'released', status: 0 };
writeFileSync(folder + '/report.json', JSON.stringify({ stack: 'local', result }));
writeFileSync(folder + '/report.html', '<title>the report</title><script>document.title = "run"</script>');`;

async function projectWith(t: ExecutionContext): Promise<string> {
  const root = await temporaryFolder(t);
  await mkdir(join(root, 'runner'));
  await writeFile(join(root, 'runner', 'start.mjs'), launcher);
  return root;
}

test('a release is started, its words are text, and its report can be read', async (t) => {
  const live = await openLive(t, { root: await projectWith(t) });
  if (live === undefined) {
    return;
  }
  const { page, tab, said } = live;
  await tab.click('#release');
  await tab.waitForSelector('.good-text');
  t.is(await tab.innerText('.running'), 'npm run release done');
  t.is((await tab.innerText('#output')).trim(), `runner/cli.ts release ${hostile}`);
  t.regex(
    await tab.innerText('#release-list'),
    /released\s+release of local\s+20261129T120000-abcd/,
  );
  t.deepEqual(said, []);
  await tab.goto(`${page}reports/${id}/report.html`);
  t.is(await tab.title(), 'the report', 'no script of it runs');
  for (const name of ['..%2f..', `${id}x`, '%2e%2e']) {
    t.is((await fetch(`${page}reports/${name}/report.html`)).status, 404, name);
  }
});

test('one command runs at a time, and is told to stop by a button', async (t) => {
  const live = await openLive(t, { root: await projectWith(t) });
  if (live === undefined) {
    return;
  }
  const { tab } = live;
  await tab.click('#rollback');
  await tab.waitForSelector('#stop');
  t.true(await tab.isDisabled('#release'));
  await tab.waitForSelector('#output span');
  await tab.click('#stop');
  await tab.waitForSelector('.bad-text');
  t.is(await tab.innerText('.running'), 'npm run rollback ended with exit status 130');
  t.regex(await tab.innerText('#output'), /put back/);
  t.false(await tab.isDisabled('#release'));
});

test('only commands and stacks that there are can be started', async (t) => {
  const root = await projectWith(t);
  const { page } = await openDeployed(t, { root });
  const post = (fields: Record<string, string>) =>
    fetch(`${page}command`, {
      method: 'POST',
      headers: { 'x-parts': '1' },
      body: new URLSearchParams(fields),
    });
  t.is((await post({ command: 'destroy' })).status, 400);
  t.is((await post({ command: 'release', stack: 'dev' })).status, 400);
  t.is((await post({ command: 'release', stack: 'local' })).status, 200);
  await waitFor('it ran', async () => (await (await fetch(page)).text()).includes('>done<'));
  t.regex(await readFile(join(root, '.local', 'reports', id, 'report.json'), 'utf8'), /released/);
});

test('where there is no project around it, it has no buttons', async (t) => {
  const { page } = await openDeployed(t);
  const html = await (await fetch(page)).text();
  t.false(html.includes('value="release"'));
  t.true(html.includes('id="set-faults"'));
});

test('the next calls fail as asked, and the page says how many are left', async (t) => {
  const live = await openLive(t);
  if (live === undefined) {
    return;
  }
  const { url, tab, said } = live;
  const statusOf = async () => (await fetch(`${url('prod')}/greeting?name=Ada`)).status;
  await tab.fill('#fault-count', '2');
  await tab.click('#set-faults');
  await tab.waitForSelector('form.active >> text=The next 2 of requests to stages will fail');
  t.deepEqual([await statusOf(), await statusOf(), await statusOf()], [500, 500, 200]);
  await tab.waitForSelector('form.active', { state: 'detached' });
  await tab.click('#set-faults');
  await tab.waitForSelector('#end-faults');
  await tab.click('#end-faults');
  await tab.waitForSelector('form.active', { state: 'detached' });
  t.is(await statusOf(), 200);
  await tab.fill('[name=alias]', '1.5');
  await tab.click('#set-lag');
  await tab.waitForSelector('#lag-now >> text=Now aliases lag up to 1.5 s, stages 0 s, reads 0 s.');
  t.deepEqual(said, []);
});
