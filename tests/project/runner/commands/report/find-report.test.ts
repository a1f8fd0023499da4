import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { findReport } from '../../../../../runner/commands/report/find-report.ts';

async function reports(...all: readonly (readonly [id: string, json: string])[]) {
  const folder = await mkdtemp(join(tmpdir(), 'reports-'));
  for (const [id, json] of all) {
    await mkdir(join(folder, id));
    await writeFile(join(folder, id, 'report.json'), json);
    await writeFile(join(folder, id, 'report.html'), '');
  }
  return folder;
}

test('the newest report is the one of the stack, unless an id names another', async (t) => {
  const folder = await reports(
    ['20261123T051512-aaaa', '{"stack":"dev"}'],
    ['20261124T051512-bbbb', '{"stack":"dev"}'],
    ['20261125T051512-cccc', '{"stack":"local"}'],
    ['20261126T051512-dddd', 'torn'],
  );
  const find = (stack: string, id?: string) => findReport(folder, { stack, id })?.id;
  t.is(find('dev'), '20261124T051512-bbbb');
  t.is(find('local'), '20261125T051512-cccc');
  t.is(find('local', '20261123T051512-aaaa'), '20261123T051512-aaaa');
  t.is(find('prod'), undefined);
  t.is(find('local', '..'), undefined);
});

test('where there are no reports there is none', (t) => {
  t.is(findReport('/nonexistent', { stack: 'dev', id: undefined }), undefined);
});
