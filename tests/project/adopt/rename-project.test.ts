import test, { type ExecutionContext } from 'ava';
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { renameProject } from '../../../adopt/rename-project.ts';
import { asJson } from '../../../adopt/replace-file.ts';
import { UsageError } from '../../../runner/errors.ts';
import { temporaryFolder } from '../../../local/tests/_helpers/temporary-folder.ts';

/** Of a project and the workspace of its handler, in npm's order. */
function lockOf(name: string, workspace: string) {
  const packages = {
    '': { name },
    function: { name: workspace },
    local: { name: '@x/local' },
    [`node_modules/${workspace}`]: { resolved: 'function', link: true },
    'node_modules/zod': { version: '4.0.0' },
  };
  return { name, packages };
}

const before = {
  'Pulumi.yaml': 'name: shop\nmain: infra/\n',
  'Pulumi.dev.yaml': 'config:\n  shop:function: { name: greeting }\n',
  'Pulumi.local.yaml': 'config:\n  shop:local: true\n',
  'examples/parcels/Pulumi.dev.yaml': 'config:\n  shop:function: { name: parcels }\n',
  'package.json': '{\n  "name": "shop",\n  "version": "0.1.0"\n}\n',
  'package-lock.json': asJson(lockOf('shop', '@shop/function')),
  'function/package.json': asJson({ name: '@shop/function', private: true }),
  'CHANGELOG.md': '# Changelog\n\n## Unreleased\n\n- of the tool\n',
};
const orders = { from: 'shop', to: 'orders', region: undefined };

async function makeProject(t: ExecutionContext, files: Readonly<Record<string, string>>) {
  const root = await temporaryFolder(t, 'project ');
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
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
    'package-lock.json': asJson(lockOf('orders', '@orders/function')),
    'function/package.json': asJson({ name: '@orders/function', private: true }),
    'CHANGELOG.md': '# Changelog\n\n## Unreleased\n',
  });
});

test('a name that somebody gave the workspace of the handler stays', async (t) => {
  const files = {
    ...before,
    'package-lock.json': asJson(lockOf('shop', 'handlers')),
    'function/package.json': asJson({ name: 'handlers' }),
  };
  const { root, read } = await makeProject(t, files);
  renameProject(root, orders);
  t.is(read()['function/package.json'], asJson({ name: 'handlers' }));
  t.is(read()['package-lock.json'], asJson(lockOf('orders', 'handlers')));
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
