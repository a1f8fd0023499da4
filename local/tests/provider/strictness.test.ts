import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { strictness } from '../../provider/strictness.ts';
import { temporaryFolder } from '../_helpers/temporary-folder.ts';

test('a stack is strict when its file says so, in either spelling', async (t) => {
  const dir = await temporaryFolder(t);
  const files = { yes: 'true', text: '"true"', no: 'false' };
  for (const [stack, value] of Object.entries(files)) {
    await writeFile(join(dir, `Pulumi.${stack}.yaml`), `config:\n  local:strict: ${value}\n`);
  }
  await writeFile(join(dir, 'Pulumi.empty.yaml'), '');
  const isStrict = strictness(dir);
  t.deepEqual(['yes', 'text', 'no', 'empty', 'missing'].map(isStrict), [
    ...[true, true],
    ...[false, false, false],
  ]);
  t.false(strictness(undefined)('yes'));
});
