import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFile, cp, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import test from 'ava';
import { bundle, openBundler } from '../../../bundler/bundle.ts';
import { BundleError } from '../../../bundler/bundle-error.ts';
import { temporaryFolder } from '../../../local/tests/_helpers/temporary-folder.ts';
import { callUnpacked, createFunction, dependingOn, installed } from './_function.ts';
import { greetingHandler } from '../_helpers/greeting.ts';

const run = promisify(execFile);
const bundlerFile = fileURLToPath(new URL('../../../bundler/bundle.ts', import.meta.url));

test('codeSha256 is what Lambda reports for the zip', async (t) => {
  const { zip, codeSha256 } = await bundle(greetingHandler);
  t.is(codeSha256, createHash('sha256').update(zip).digest('base64'));
});

test('who bundles again and again gets the same bytes as who does it once', async (t) => {
  const folder = join(await temporaryFolder(t), 'function');
  await cp(dirname(greetingHandler), folder, { recursive: true });
  const handler = join(folder, 'handler.ts');
  const bundler = await openBundler(handler);
  t.teardown(() => bundler.close());
  const page = "new URL('./page.html', import.meta.url)";
  await writeFile(join(folder, 'page.html'), 'hello');
  for (const more of [
    '',
    `export const page = ${page};`,
    'export const page = 1;',
    'export const = 1',
  ]) {
    await cp(greetingHandler, handler);
    await appendFile(handler, more);
    const settle = (made: Promise<{ readonly codeSha256: string }>) =>
      made.then(
        ({ codeSha256 }) => codeSha256,
        (error: unknown) => String(error),
      );
    t.is(await settle(bundler.bundle()), await settle(bundle(handler)), more);
  }
});

test('the same source gives the same bytes in any folder, time zone and at any time', async (t) => {
  const { codeSha256 } = await bundle(greetingHandler);
  const folder = join(await temporaryFolder(t, 'another place '), 'function');
  await cp(dirname(greetingHandler), folder, { recursive: true });
  await utimes(join(folder, 'handler.ts'), new Date(0), new Date(0));
  const script = `const { bundle } = await import(${JSON.stringify(bundlerFile)});
    console.log((await bundle(${JSON.stringify(join(folder, 'handler.ts'))})).codeSha256);`;
  for (const timeZone of ['UTC', 'America/New_York', 'Asia/Tokyo', 'Pacific/Kiritimati']) {
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script], {
      env: { ...process.env, TZ: timeZone },
      cwd: folder,
    });
    t.is(stdout.trim(), codeSha256, timeZone);
  }
});

test('a changed handler gives other bytes', async (t) => {
  const folder = await temporaryFolder(t);
  const file = join(folder, 'handler.ts');
  await cp(greetingHandler, file);
  const before = await bundle(file);
  await appendFile(file, '\nexport const changed = true;\n');
  t.not((await bundle(file)).codeSha256, before.codeSha256);
});

test('an older runtime gets what its Node.js understands', async (t) => {
  const folder = await temporaryFolder(t);
  const file = join(folder, 'handler.ts');
  await writeFile(file, 'export async function handler() { await using held = globalThis.held; }');
  const [older, newer] = await Promise.all([
    bundle(file, { runtime: 'nodejs22.x' }),
    bundle(file, { runtime: 'nodejs26.x' }),
  ]);
  t.true(newer.zip.includes('await using'));
  t.false(older.zip.includes('await using'));
});

test('what the handler of the function names has to be exported', async (t) => {
  const { bundle: make } = await createFunction(t, {
    'function/handler.ts': 'export const greet = async () => 1; export const bye = greet;',
  });
  await make({ handler: 'index.greet' });
  await make({ handler: '/opt/wrapper.handler' });
  const error = await t.throwsAsync(make({ handler: 'index.handler' }), {
    instanceOf: BundleError,
    message: 'function/handler.ts exports bye, greet, and no handler for the handler index.handler',
  });
  t.is(error.remedy, 'export handler, or mend function.handler');
});

test('assets are in the package as they are, a folder with all that is in it', async (t) => {
  const { bundle: make } = await createFunction(t, {
    'function/handler.ts': `
      import { readFileSync } from 'node:fs';
      const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
      export const handler = async () => ['mail/de/a.txt', 'one.txt'].map(read);`,
    'function/mail/de/a.txt': 'hallo',
    'function/one.txt': '1',
  });
  t.is(await callUnpacked(t, await make({ assets: ['mail', 'one.txt'] })), '["hallo","1"]');
  await t.throwsAsync(make({ assets: ['gone'] }), {
    message: 'function/gone of function.bundle.assets is not there',
  });
});

const named = (path: string) => `new URL('${path}', import.meta.url)`;

for (const [title, handler, assets] of [
  [
    'a file beside the folder and one in it',
    `[${named('../mail/a.txt')}, ${named('./mail/a.txt')}]`,
    [],
  ],
  ['an asset and what was compiled', '1', ['index.mjs']],
] as const) {
  test(`${title} that would be one file in the package are refused`, async (t) => {
    const { bundle: make } = await createFunction(t, {
      'function/handler.ts': `export const handler = async () => ${handler};`,
      'function/index.mjs': 'export const handler = async () => "of an older build";',
      'function/mail/a.txt': 'here',
      'mail/a.txt': 'there',
    });
    const error = await t.throwsAsync(make({ assets }), { instanceOf: BundleError });
    t.regex(error.message, /^Two different files would be (mail\/a\.txt|index\.mjs) in/);
  });
}

test('a file that is an asset and named by a source is there once', async (t) => {
  const { bundle: make } = await createFunction(t, {
    'function/handler.ts': `export const handler = async () => ${named('./mail/a.txt')}.href.length > 0;`,
    'function/mail/a.txt': 'here',
  });
  t.is(await callUnpacked(t, await make({ assets: ['mail'] })), 'true');
});

test('what makes a package large is told by package and by file', async (t) => {
  const { bundle: make } = await createFunction(t, {
    'function/handler.ts': "import { big } from 'big'; export const handler = async () => big;",
    ...dependingOn('big'),
    ...installed('node_modules/big', { 'index.js': `export const big = '${'x'.repeat(5000)}';` }),
  });
  const { shares = [] } = await make();
  t.deepEqual(
    shares.map(({ name }) => name),
    ['big', 'source maps', 'handler.ts'],
  );
  t.true((shares[0]?.bytes ?? 0) > 5000);
});

test('more than Lambda takes in one call is refused, with what is large', async (t) => {
  const { bundle: make } = await createFunction(t, {
    'function/handler.ts': 'export const handler = async () => 1;',
    'function/model.bin': Buffer.alloc(51 * 1024 * 1024),
  });
  await t.throwsAsync(make({ assets: ['model.bin'] }), {
    instanceOf: BundleError,
    message:
      /^The deployment package has 51\.0 MB, and Lambda takes 50\.0 MB .* model\.bin \(51\.0 MB\)/,
  });
});
