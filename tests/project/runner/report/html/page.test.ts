import { existsSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import axe from 'axe-core';
import { chromium } from 'playwright-core';
import { renderPage } from '../../../../../runner/report/html/page.ts';
import { parseTap } from '../../../../../runner/report/model/tap.ts';
import { putBackReport } from '../_reports.ts';

const hostile = '</title></style><script>alert(1)</script><img src=x onerror="alert(2)">\u202E';

test('what others chose is text, and nothing is loaded', (t) => {
  const page = renderPage(
    putBackReport({ subject: hostile, output: hostile, problem: hostile, route: hostile }),
  );
  t.false(page.includes('<script'));
  t.false(page.includes('<img'));
  t.false(page.includes('\u202E'));
  t.true(page.includes('&lt;script&gt;alert(1)&lt;/script&gt;'));
  t.deepEqual(
    [...page.matchAll(/\b(?:src|href)="([^"]*)"/g)]
      .map(([, url = '']) => url)
      .filter((url) => !url.startsWith('#') && !url.startsWith('data:')),
    [],
  );
});

test('its parts have names that stay, each one once', (t) => {
  const page = renderPage(putBackReport());
  const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, name]) => name);
  t.deepEqual(ids, [...new Set(ids)]);
  for (const name of [
    'next',
    'serving',
    'failures',
    'judge',
    'timeline',
    'targets',
    'gates',
    'releasing',
  ]) {
    t.true(ids.includes(name), name);
  }
  t.true(ids.includes('step-judge-prod-10'));
  t.true(ids.includes('metric-prod-probes-errors'));
  for (const [, goal = ''] of page.matchAll(/href="#([^"]+)"/g)) {
    t.true(ids.includes(goal), goal);
  }
});

test('it stays small, however much the tiers print', (t) => {
  const many = Array.from({ length: 20_000 }, (_, at) => `ok ${String(at)} - ${'x'.repeat(80)}`);
  const report = putBackReport({ output: ['TAP version 13', ...many].join('\n') });
  t.is(report.gates[0]?.tests?.length, 1000);
  t.is(parseTap(many.join('\n')), undefined);
  const gates = Array.from({ length: 12 }, () => report.gates).flat();
  t.true(renderPage({ ...report, gates }).length < 1_000_000);
});

test('a tier that is red without a red test says what its command printed', (t) => {
  const report = putBackReport({ output: 'TAP version 13\nok 1 - greets\n# coverage is too low' });
  const gates = report.gates.map((gate) => ({ ...gate, isGreen: false }));
  const [, failures = ''] = renderPage({ ...report, gates }).split('<section id=');
  t.true(failures.startsWith('"failures"'));
  t.true(failures.includes('# coverage is too low'));
});

const browser = ['chromium', 'chromium-browser', 'google-chrome']
  .map((name) => join('/usr/bin', name))
  .find((path) => existsSync(path));

test('a real browser shows it without a complaint, at any width, in light and dark', async (t) => {
  if (browser === undefined) {
    t.log('No Chromium in /usr/bin: nobody looked at the page.');
    t.pass();
    return;
  }
  const running = await chromium.launch({ executablePath: browser, args: ['--no-sandbox'] });
  t.teardown(() => running.close());
  const html = renderPage(
    putBackReport({ subject: hostile, output: hostile, problem: hostile, route: hostile }),
  );
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [360, 1440]) {
      // Its own policy would keep out what looks at it, too.
      const page = await running.newPage({
        colorScheme,
        viewport: { width, height: 900 },
        bypassCSP: true,
      });
      const said: string[] = [];
      page.on('console', (message) => said.push(message.text()));
      page.on('dialog', (dialog) => said.push(dialog.message()));
      page.on('request', (request) => {
        said.push(...(/^https?:/.test(request.url()) ? [request.url()] : []));
      });
      await page.setContent(html);
      const where = `${colorScheme} at ${String(width)}`;
      t.true(
        (await page.evaluate('document.documentElement.scrollWidth <= innerWidth')) === true,
        `nothing reaches over the edge, ${where}`,
      );
      await page.addScriptTag({ content: axe.source });
      const found: unknown = await page.evaluate(
        'axe.run().then(({ violations }) => violations.map(({ id, impact, nodes }) => [impact, id, ...nodes.slice(0, 3).map(({ html }) => html)]))',
      );
      t.deepEqual(found, [], where);
      t.deepEqual(said, [], where);
      await page.close();
    }
  }
});
