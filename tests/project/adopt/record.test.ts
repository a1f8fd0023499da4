import test from 'ava';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRecord, recordFile } from '../../../adopt/record.ts';
import { UsageError } from '../../../runner/errors.ts';
import { temporaryFolder } from '../../../local/tests/_helpers/temporary-folder.ts';

for (const text of ['<<<<<<< HEAD\n{}\n', '{}']) {
  test(`a record that cannot be read is told, and no defect: ${JSON.stringify(text)}`, async (t) => {
    const root = await temporaryFolder(t, 'project ');
    mkdirSync(join(root, 'adopt'));
    writeFileSync(join(root, recordFile), text);
    t.throws(() => readRecord(root), { instanceOf: UsageError, message: /adopt\/record\.json/ });
  });
}

test('there is no record before the first init', async (t) => {
  t.is(readRecord(await temporaryFolder(t, 'project ')), undefined);
});
