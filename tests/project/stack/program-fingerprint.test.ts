import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { fingerprintProgram } from '../../../stack/program-fingerprint.ts';
import { temporaryFolder } from '../../../local/tests/_helpers/temporary-folder.ts';

const files = {
  'Pulumi.yaml': 'name: x',
  'Pulumi.dev.yaml': 'config: {}',
  'package-lock.json': '{}',
  'infra/index.ts': 'export {}',
  'infra/openapi.yaml': 'openapi: 3.0.1',
  'infra/existing/role.ts': 'export {}',
  'stack/names.ts': 'export {}',
};

async function createProject(t: ExecutionContext) {
  const root = await temporaryFolder(t, 'fingerprint-');
  const write = async (file: string, text: string) => {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), text);
  };
  for (const [file, text] of Object.entries(files)) {
    await write(file, text);
  }
  return { root, write };
}

test('any file that decides what is provisioned changes it, and back', async (t) => {
  const { root, write } = await createProject(t);
  const before = fingerprintProgram(root, 'dev');
  t.regex(before, /^[0-9a-f]{16}$/);
  for (const [file, text] of Object.entries(files)) {
    await write(file, `${text}\n`);
    t.not(fingerprintProgram(root, 'dev'), before, file);
    await write(file, text);
    t.is(fingerprintProgram(root, 'ORG/x/dev'), before, file);
  }
});

test('a file that is a link changes it by what it leads to', async (t) => {
  const { root, write } = await createProject(t);
  await write('api/openapi.yaml', 'openapi: 3.0.1');
  await rm(join(root, 'infra/openapi.yaml'));
  await symlink('../api/openapi.yaml', join(root, 'infra/openapi.yaml'));
  const before = fingerprintProgram(root, 'dev');
  await write('api/openapi.yaml', 'openapi: 3.0.3');
  t.not(fingerprintProgram(root, 'dev'), before);
});

test('a new file changes it, and one that is gone', async (t) => {
  const { root, write } = await createProject(t);
  const before = fingerprintProgram(root, 'dev');
  await write('infra/more.ts', '');
  t.not(fingerprintProgram(root, 'dev'), before);
  await rm(join(root, 'infra/more.ts'));
  t.is(fingerprintProgram(root, 'dev'), before);
});

test('what provisions nothing does not change it', async (t) => {
  const { root, write } = await createProject(t);
  const before = fingerprintProgram(root, 'dev');
  for (const file of ['infra/policy-pack/rules.ts', 'Pulumi.other.yaml', 'function/handler.ts']) {
    await write(file, 'x');
  }
  t.is(fingerprintProgram(root, 'dev'), before);
});
