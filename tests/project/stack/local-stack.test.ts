import test from 'ava';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isLocalStack } from '../../../stack/local-stack.ts';
import { project } from '../../../stack/project.ts';
import { temporaryFolder } from '../../../local/tests/_helpers/temporary-folder.ts';

test('the stack local is local, and each whose file says so', async (t) => {
  const root = await temporaryFolder(t, 'stacks ');
  const file = (stack: string, text: string) =>
    writeFileSync(join(root, `Pulumi.${stack}.yaml`), text);
  file('a', `config:\n  ${project}:local: true\n`);
  file('b', `config:\n  ${project}:local: "true"\n`);
  file('dev', 'config:\n  aws:region: eu-west-1\n');
  file('off', `config:\n  ${project}:local: false\n`);
  file('other', 'config:\n  another-project:local: true\n');
  file('broken', 'config: [');
  const names = ['local', 'organization/x/a', 'a', 'b', 'dev', 'off', 'other', 'broken', 'none'];
  t.deepEqual(
    names.filter((name) => isLocalStack(root, name)),
    ['local', 'organization/x/a', 'a', 'b'],
  );
});
