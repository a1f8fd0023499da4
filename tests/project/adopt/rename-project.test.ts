import test, { type ExecutionContext } from 'ava';
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renameProject } from '../../../adopt/rename-project.ts';
import { UsageError } from '../../../runner/errors.ts';
import { temporaryFolder } from '../_helpers/temporary-folder.ts';

const before = {
  'Pulumi.yaml': 'name: shop\nmain: infra/\n',
  'Pulumi.dev.yaml': 'config:\n  shop:function: { name: greeting }\n',
  'Pulumi.local.yaml': 'config:\n  shop:local: true\n',
  'examples/parcels/Pulumi.dev.yaml': 'config:\n  shop:function: { name: parcels }\n',
  'package.json': '{\n  "name": "shop",\n  "version": "0.1.0"\n}\n',
  'package-lock.json':
    '{\n  "name": "shop",\n  "packages": {\n    "": {\n      "name": "shop"\n    },\n    "local": {\n      "name": "x"\n    }\n  }\n}\n',
  'CHANGELOG.md': '# Changelog\n\n## Unreleased\n\n- of the tool\n',
};
const orders = { from: 'shop', to: 'orders', region: undefined };

async function makeProject(t: ExecutionContext, files: Readonly<Record<string, string>>) {
  const root = await temporaryFolder(t, 'project ');
  mkdirSync(join(root, 'examples', 'parcels'), { recursive: true });
  for (const [file, text] of Object.entries(files)) {
    writeFileSync(join(root, file), text);
  }
  const read = () =>
    Object.fromEntries(
      globSync('**/*.*', { cwd: root }).map((file) => [
        file,
        readFileSync(join(root, file), 'utf8'),
      ]),
    );
  return { root, read };
}

test('every file that holds the name gets the new one', async (t) => {
  const { root, read } = await makeProject(t, before);
  t.deepEqual(renameProject(root, orders).sort(), Object.keys(before).sort());
  t.deepEqual(read(), {
    'Pulumi.yaml': 'name: orders\nmain: infra/\n',
    'Pulumi.dev.yaml': 'config:\n  orders:function: { name: orders }\n',
    'Pulumi.local.yaml': 'config:\n  orders:local: true\n',
    'examples/parcels/Pulumi.dev.yaml': 'config:\n  orders:function: { name: parcels }\n',
    'package.json': before['package.json'].replace('shop', 'orders'),
    'package-lock.json': before['package-lock.json'].replaceAll('shop', 'orders'),
    'CHANGELOG.md': '# Changelog\n\n## Unreleased\n',
  });
});

test('again it changes nothing, and keeps a changelog that was begun', async (t) => {
  const { root, read } = await makeProject(t, before);
  renameProject(root, orders);
  writeFileSync(join(root, 'CHANGELOG.md'), '# Changelog\n\n- ours\n');
  const between = read();
  t.deepEqual(renameProject(root, { ...orders, from: 'orders' }), []);
  t.deepEqual(read(), between);
});

test('a stack file that is no YAML stops it before anything is written', async (t) => {
  const broken = { ...before, 'Pulumi.local.yaml': 'config: [' };
  const { root, read } = await makeProject(t, broken);
  t.throws(() => renameProject(root, orders), {
    instanceOf: UsageError,
    message: 'Pulumi.local.yaml is not valid YAML, so nothing was renamed',
  });
  t.deepEqual(read(), broken);
});
