import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFile, cp, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import test from 'ava';
import { bundle } from '../../../function/bundle.ts';
import { temporaryFolder } from '../../../local/tests/_helpers/embedded.ts';

const run = promisify(execFile);
const functionFolder = fileURLToPath(new URL('../../../function', import.meta.url));

test('codeSha256 is what Lambda reports for the zip', async (t) => {
  const { zip, codeSha256 } = await bundle();
  t.is(codeSha256, createHash('sha256').update(zip).digest('base64'));
});

test('the same source gives the same bytes in any folder, time zone and at any time', async (t) => {
  const { codeSha256 } = await bundle();
  const folder = join(await temporaryFolder(t, 'another place '), 'function');
  await cp(functionFolder, folder, { recursive: true });
  await utimes(join(folder, 'handler.ts'), new Date(0), new Date(0));
  const script = `const { bundle } = await import(${JSON.stringify(join(functionFolder, 'bundle.ts'))});
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
  await cp(join(functionFolder, 'handler.ts'), file);
  const before = await bundle(file);
  await appendFile(file, '\nexport const changed = true;\n');
  t.not((await bundle(file)).codeSha256, before.codeSha256);
});

test('an older runtime gets what its Node.js understands', async (t) => {
  const folder = await temporaryFolder(t);
  const file = join(folder, 'handler.ts');
  await writeFile(file, 'export async function handler() { await using held = globalThis.held; }');
  const [older, newer] = await Promise.all([
    bundle(file, 'nodejs22.x'),
    bundle(file, 'nodejs26.x'),
  ]);
  t.true(newer.zip.includes('await using'));
  t.false(older.zip.includes('await using'));
});
