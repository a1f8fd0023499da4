import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { Document } from '../../aws/document.ts';
import { temporaryFolder } from '../_helpers/temporary-folder.ts';

test('saves that come together share writes, and each waits for its own change', async (t) => {
  const path = join(await temporaryFolder(t), 'counter.json');
  let value = 0;
  let writes = 0;
  const document = new Document(path, () => {
    writes += 1;
    return String(value);
  });
  writes = 0;
  await Promise.all(
    Array.from({ length: 50 }, async (_, index) => {
      value = index + 1;
      await document.save();
      t.true(Number(readFileSync(path, 'utf8')) >= index + 1);
    }),
  );
  t.is(writes, 2);
});

test('a save that fails is told to its callers, and the next one tries again', async (t) => {
  const dir = await temporaryFolder(t);
  let value = 'a';
  const document = new Document(join(dir, 'missing', 'x.json'), () => value);
  value = 'b';
  await t.throwsAsync(document.save(), { code: 'ENOENT' });
  value = 'a';
  await t.notThrowsAsync(document.save());
});
