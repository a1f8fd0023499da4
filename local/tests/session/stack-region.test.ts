import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { regionOfStack } from '../../session/stack-region.ts';
import { temporaryFolder } from '../_helpers/temporary-folder.ts';

test("a command's region is that of the stack local", async (t) => {
  const root = await temporaryFolder(t);
  t.is(regionOfStack(root), undefined, 'there is no file');
  const write = (text: string) => {
    writeFileSync(join(root, 'Pulumi.local.yaml'), text);
  };
  write('config:\n  aws:region: us-west-2\n');
  t.is(regionOfStack(root), 'us-west-2');
  write('config:\n  greeting:name: x\n');
  t.is(regionOfStack(root), undefined);
});
