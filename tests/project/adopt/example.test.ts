import { cpSync, existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { digestOf } from '../../../adopt/digest.ts';
import { exampleFiles, removeExample } from '../../../adopt/example.ts';
import { UsageError } from '../../../runner/errors.ts';
import { temporaryFolder } from '../../../local/tests/_helpers/temporary-folder.ts';
import { projectRoot } from '../suite/project-root.ts';

const skeleton = join('adopt', 'skeleton');

/** A project as it is cloned, as far as the example goes. */
async function makeProject(t: ExecutionContext) {
  const root = await temporaryFolder(t, 'project ');
  const put = (file: string, text: string) => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  cpSync(join(projectRoot, skeleton), join(root, skeleton), { recursive: true });
  for (const file of exampleFiles) {
    put(file, 'example');
  }
  put('examples/orders/function/handler.ts', 'example');
  put('tests/project/behaviour/e2e/orders.test.ts', 'example');
  put('function/package.json', 'ours');
  const published = Object.fromEntries(
    exampleFiles.map((file) => [file, digestOf(readFileSync(join(root, file)))]),
  );
  const read = () => {
    const files = globSync('{function,infra,tests,examples}/**/*.*', { cwd: root });
    return Object.fromEntries(
      files.map((file) => [file, readFileSync(join(root, file), 'utf8')] as const),
    );
  };
  return { root, published, put, read };
}

test('the example gives way to a skeleton, and what else is there stays', async (t) => {
  const { root, published, read } = await makeProject(t);
  const changed = removeExample(root, published);
  t.true(changed.includes('examples'));
  const made = globSync('**/*.*', { cwd: join(root, skeleton) });
  t.is(made.length, 5);
  t.deepEqual(read(), {
    ...Object.fromEntries(
      made.map((file) => [file, readFileSync(join(root, skeleton, file), 'utf8')]),
    ),
    'function/package.json': 'ours',
  });
});

test('again it changes nothing', async (t) => {
  const { root, published, read } = await makeProject(t);
  removeExample(root, published);
  const between = read();
  t.deepEqual(removeExample(root, published), []);
  t.deepEqual(read(), between);
});

test('killed on the way, the same again does the rest', async (t) => {
  const { root, published, read, put } = await makeProject(t);
  removeExample(root, published);
  const all = read();
  put('tests/api/greeting.test.ts', 'example');
  put('infra/openapi.yaml', 'example');
  t.deepEqual(removeExample(root, published), ['infra/openapi.yaml', 'tests/api/greeting.test.ts']);
  t.deepEqual(read(), all);
});

test('what somebody edited is not removed, nor anything else', async (t) => {
  const { root, published, read, put } = await makeProject(t);
  put('function/handler.ts', 'ours');
  const before = read();
  t.throws(() => removeExample(root, published), {
    instanceOf: UsageError,
    message: /^The example is not as it was published \(function\/handler\.ts\), so nothing/,
  });
  t.deepEqual(read(), before);
  t.true(existsSync(join(root, 'examples')));
});
