import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { BundleError } from '../../../bundler/bundle-error.ts';
import { callUnpacked, createFunction, dependingOn, installed, unpack } from './_function.ts';
import { libraryFor } from './_native.ts';

const reactLike = installed('function/node_modules/react', {
  'jsx-runtime.js': 'export const jsx = (type, props) => `<${type}>${props.children}</${type}>`;',
});

test('TypeScript is taken as users write it', async (t) => {
  const { bundle } = await createFunction(t, {
    'function/tsconfig.json': JSON.stringify({
      compilerOptions: { jsx: 'react-jsx', paths: { '@app/*': ['./lib/*'] } },
    }),
    'function/handler.ts': `
      import { Level } from './level';
      import { page } from '@app/page';
      class Named { constructor(readonly name: string) {} }
      export const handler = async () => [Level.High, page(new Named('Ada').name)];`,
    'function/level.ts': 'export enum Level { Low, High }',
    'function/lib/page.tsx': 'export const page = (name: string) => <p>{name}</p>;',
    ...dependingOn('react'),
    ...reactLike,
  });
  t.is(await callUnpacked(t, await bundle()), '[1,"<p>Ada</p>"]');
});

test('a stack trace of the handler names the line in TypeScript', async (t) => {
  const { bundle } = await createFunction(t, {
    'function/handler.ts': `import { fail } from './lib/fail.ts';
interface Order { id: string }

export const handler = async (order: Order) => fail(order);
`,
    'function/lib/fail.ts': `type Any = unknown;

export function fail(order: Any): never {
  throw new Error('no order');
}
`,
  });
  const stack = 'try { await all.handler(); } catch (error) { console.log(error.stack); }';
  const mapped = await callUnpacked(t, await bundle(), stack);
  t.regex(mapped, /\/lib\/fail\.ts:4:9/);
  t.regex(mapped, /\/handler\.ts:4:48/);
  t.notRegex(await callUnpacked(t, await bundle({ sourceMap: false }), stack), /\.ts:/);
});

test('a source map has no path of this machine, and not the sources themselves', async (t) => {
  const { bundle, root } = await createFunction(t, {
    'function/handler.ts': 'export const handler = async () => 1;\n',
  });
  const folder = await unpack(t, await bundle());
  const text = await readFile(join(folder, 'index.mjs.map'), 'utf8');
  t.like(JSON.parse(text), { sources: ['handler.ts'] });
  t.false(text.includes(root));
  t.false(text.includes('sourcesContent'));
});

test('several entries are bundled, and share what both import', async (t) => {
  const { bundle } = await createFunction(t, {
    'function/handler.ts': `
      import { count } from './count.ts';
      export const handler = async () => [count(), (await import('./jobs/worker.ts')).again()];`,
    'function/jobs/worker.ts': `
      import { count } from '../count.ts';
      export const again = () => count();
      export const handler = again;`,
    'function/count.ts': 'let n = 0; export const count = () => (n += 1);',
  });
  const made = await bundle({ entries: ['jobs/worker.ts'], handler: 'jobs/worker.handler' });
  t.is(await callUnpacked(t, made), '[1,2]');
});

test('an import of a WebAssembly module and of a text work as in Node.js and as configured', async (t) => {
  // (module (func (export "two") (result i32) i32.const 2))
  const wasm = Buffer.from('AGFzbQEAAAABBQFgAAF/AwIBAAcHAQN0d28AAAoGAQQAQQIL', 'base64');
  const { bundle } = await createFunction(t, {
    'function/handler.ts': `
      import { two } from './two.wasm';
      import page from './page.html';
      export const handler = async () => [two(), page];`,
    'function/two.wasm': wasm,
    'function/page.html': '<p>hello</p>',
  });
  const made = await bundle({ loader: { '.html': 'text' } });
  t.is(await callUnpacked(t, made), '[2,"<p>hello</p>"]');
});

test('what a layer brings is not in the package, and needs no dependency', async (t) => {
  const { bundle } = await createFunction(t, {
    'function/handler.ts': `import 'of-layer/part'; import '@aws-sdk/client-s3';
      export const handler = async () => 1;`,
  });
  const folder = await unpack(t, await bundle({ external: ['of-layer'] }));
  t.regex(await readFile(join(folder, 'index.mjs'), 'utf8'), /import "of-layer\/part";/);
});

test('a native library for the function goes along, and one for another processor is refused', async (t) => {
  const { bundle } = await createFunction(t, {
    'function/handler.ts': `import { path } from 'native'; export const handler = async () => path;`,
    ...dependingOn('native'),
    ...installed('node_modules/native', {
      'index.js': 'export const path = () => require("./build/addon.node");',
      'build/addon.node': libraryFor('arm64'),
    }),
  });
  const folder = await unpack(t, await bundle({ architecture: 'arm64' }));
  t.true((await readdir(folder)).some((name) => /^addon-\w+\.node$/.test(name)));
  const error = await t.throwsAsync(bundle({ architecture: 'x86_64' }), {
    instanceOf: BundleError,
    message: /node_modules\/native\/build\/addon\.node is compiled for another processor/,
  });
  t.is(error.remedy, 'npm install --workspace function --os linux --cpu x64 --libc glibc native');
});
