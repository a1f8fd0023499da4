import test, { type ExecutionContext } from 'ava';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeRecord } from '../../../adopt/record.ts';
import { takeOver } from '../../../adopt/take-over.ts';
import { temporaryFolder } from '../../../local/tests/_helpers/temporary-folder.ts';

const json = (value: unknown) => JSON.stringify(value);
const old = {
  'runner/cli.ts': 'old',
  'runner/gone.ts': 'old',
  'runner/gone-but-edited.ts': 'old',
  'function/prove-pair.ts': 'old',
  'function/handler.ts': 'example',
  'infra/openapi.yaml': 'example',
  'tests/api/greeting.test.ts': 'example',
  'examples/parcels/Pulumi.dev.yaml': 'config:\n  tool:function: { name: parcels }\n',
  'Pulumi.yaml': 'name: tool\n',
  'CHANGELOG.md': '# Changelog\n\n- one\n',
  'package.json': json({
    name: 'tool',
    version: '0.1.0',
    scripts: { release: 'a' },
    dependencies: { zod: '1.0.0', dropped: '1.0.0' },
  }),
  'package-lock.json': json({ name: 'tool', packages: { '': { name: 'tool' } } }),
};
const { 'runner/gone.ts': _, 'runner/gone-but-edited.ts': __, ...kept } = old;
const newer = {
  ...kept,
  'runner/cli.ts': 'new',
  'runner/added.ts': 'new',
  'function/prove-pair.ts': 'new',
  'function/handler.ts': 'new example',
  'function/second-example.ts': 'new example',
  'CHANGELOG.md': '# Changelog\n\n- one\n- two\n',
  'package.json': json({
    name: 'tool',
    version: '0.2.0',
    scripts: { release: 'b' },
    dependencies: { zod: '2.0.0' },
  }),
};

async function write(t: ExecutionContext, files: Readonly<Record<string, string>>) {
  const root = await temporaryFolder(t, 'version ');
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return root;
}

/** A project that was made of the old version, and what a team did to it. */
async function adopt(t: ExecutionContext) {
  const root = await write(t, old);
  const record = makeRecord(root);
  const put = (file: string, text: string) => writeFileSync(join(root, file), text);
  put('function/handler.ts', 'ours');
  put('infra/openapi.yaml', 'ours');
  put('examples/parcels/Pulumi.dev.yaml', 'config:\n  orders:function: { name: parcels }\n');
  put('Pulumi.yaml', 'name: orders\n');
  put('Pulumi.dev.yaml', 'ours');
  put('CHANGELOG.md', '# Changelog\n\n- ours\n');
  put('runner/gone-but-edited.ts', 'edited');
  put('function/prove-pair.ts', 'edited');
  put(
    'package.json',
    json({
      name: 'orders',
      version: '7.0.0',
      scripts: { release: 'a', deploy: 'ours' },
      dependencies: { zod: '1.0.0', dropped: '1.0.0', uuid: '3.0.0' },
    }),
  );
  rmSync(join(root, 'tests/api/greeting.test.ts'));
  const read = (file: string) => readFileSync(join(root, file), 'utf8');
  return { root, record, read };
}

test("the tool's files become the newer version's, and the user's stay", async (t) => {
  const { root, record, read } = await adopt(t);
  const { written, edited, removed, left, changes } = takeOver(root, await write(t, newer), record);
  t.deepEqual(written, ['function/prove-pair.ts', 'runner/added.ts', 'runner/cli.ts']);
  t.deepEqual(edited, ['function/prove-pair.ts']);
  t.deepEqual(removed, ['runner/gone.ts']);
  t.deepEqual(left, ['runner/gone-but-edited.ts']);
  t.deepEqual(changes, ['- two']);
  for (const file of written) {
    t.is(read(file), 'new');
  }
  for (const file of ['function/handler.ts', 'infra/openapi.yaml', 'Pulumi.dev.yaml']) {
    t.is(read(file), 'ours');
  }
  t.is(read('Pulumi.yaml'), 'name: orders\n');
  t.is(read('CHANGELOG.md'), '# Changelog\n\n- ours\n');
  t.is(read('runner/gone-but-edited.ts'), 'edited');
  for (const file of [
    'runner/gone.ts',
    'tests/api/greeting.test.ts',
    'function/second-example.ts',
  ]) {
    t.false(existsSync(join(root, file)), file);
  }
});

test('package.json keeps name, version and what was added, and drops what the tool dropped', async (t) => {
  const { root, record, read } = await adopt(t);
  takeOver(root, await write(t, newer), record);
  t.deepEqual<unknown, unknown>(JSON.parse(read('package.json')), {
    name: 'orders',
    version: '7.0.0',
    scripts: { release: 'b', deploy: 'ours' },
    dependencies: { uuid: '3.0.0', zod: '2.0.0' },
    devDependencies: {},
  });
  t.like(JSON.parse(read('package-lock.json')), {
    name: 'orders',
    packages: { '': { name: 'orders' } },
  });
});

test('again there is nothing to replace', async (t) => {
  const { root, record } = await adopt(t);
  const source = await write(t, newer);
  takeOver(root, source, record);
  const again = takeOver(root, source, makeRecord(source));
  t.deepEqual(again, { written: [], edited: [], removed: [], left: [], changes: [] });
});

test('without a record nothing is removed', async (t) => {
  const { root, read } = await adopt(t);
  t.deepEqual(takeOver(root, await write(t, newer), undefined).removed, []);
  t.is(read('runner/gone.ts'), 'old');
  t.like(JSON.parse(read('package.json')), {
    scripts: { release: 'b', deploy: 'ours' },
    dependencies: { uuid: '3.0.0', zod: '2.0.0' },
  });
});

test('a stack file of an example keeps the name of this project', async (t) => {
  const file = 'examples/parcels/Pulumi.dev.yaml';
  const { root, record, read } = await adopt(t);
  const source = await write(t, { ...newer, [file]: `${newer[file]}  tool:api: {}\n` });
  const { written, edited } = takeOver(root, source, record);
  t.true(written.includes(file));
  t.false(edited.includes(file));
  t.is(read(file), 'config:\n  orders:function: { name: parcels }\n  orders:api: {}\n');
});

test('examples that were removed do not come back', async (t) => {
  const { root, record } = await adopt(t);
  rmSync(join(root, 'examples'), { recursive: true });
  takeOver(root, await write(t, newer), record);
  t.false(existsSync(join(root, 'examples')));
});

test('examples come with the version that first has them', async (t) => {
  const { root, record, read } = await adopt(t);
  rmSync(join(root, 'examples'), { recursive: true });
  const file = 'examples/parcels/Pulumi.dev.yaml';
  const files = Object.fromEntries(Object.entries(record.files).filter(([path]) => path !== file));
  takeOver(root, await write(t, newer), { ...record, files });
  t.is(read(file), 'config:\n  orders:function: { name: parcels }\n');
});

test('where a file was there may be a folder', async (t) => {
  const { root, record, read } = await adopt(t);
  const source = await write(t, { ...newer, 'runner/gone.ts/part.ts': 'new' });
  t.deepEqual(takeOver(root, source, record).removed, ['runner/gone.ts']);
  t.is(read('runner/gone.ts/part.ts'), 'new');
});
