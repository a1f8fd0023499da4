import { readdir } from 'node:fs/promises';
import test from 'ava';
import { BundleError } from '../../../bundler/bundle-error.ts';
import {
  callUnpacked,
  createFunction,
  dependingOn,
  installed,
  unpack,
  type Files,
} from './_function.ts';
import { libraryFor } from './_native.ts';

const handler = {
  'function/handler.ts': "import { say } from 'sharp'; export const handler = async () => say();",
  ...dependingOn('sharp'),
};

/** As sharp, swc, esbuild and napi-rs do it: a package for each platform. */
function sharp(...cpus: readonly string[]): Files {
  const platforms = ['x64', 'arm64'].map((cpu) => [`@img/sharp-linux-${cpu}`, '1.0.0'] as const);
  const all = [
    installed(
      'node_modules/sharp',
      { 'index.js': "import { deep } from 'deep'; export const say = () => deep;" },
      { dependencies: { deep: '1.0.0' }, optionalDependencies: Object.fromEntries(platforms) },
    ),
    installed('node_modules/deep', { 'index.js': "export const deep = 'root';" }),
    installed(
      'node_modules/sharp/node_modules/deep',
      { 'index.js': "export { other as deep } from 'other';" },
      { dependencies: { other: '1.0.0' } },
    ),
    installed('node_modules/other', { 'index.js': "export const other = 'nested';" }),
    ...cpus.map((cpu) =>
      installed(
        `node_modules/@img/sharp-linux-${cpu}`,
        { 'lib.node': libraryFor(cpu === 'arm64' ? 'arm64' : 'x86_64') },
        { os: ['linux'], cpu: [cpu], libc: ['glibc'] },
      ),
    ),
  ];
  return all.reduce((files, more) => ({ ...files, ...more }), {});
}

test('a package goes along whole with what it needs, for the processor of the function only', async (t) => {
  const { bundle } = await createFunction(t, { ...handler, ...sharp('x64', 'arm64') });
  const made = await bundle({ nodeModules: ['sharp'], architecture: 'arm64' });
  t.is(await callUnpacked(t, made), '"nested"');
  const folder = await unpack(t, made);
  const all = (await readdir(folder, { recursive: true })).filter((path) => path.includes('.'));
  t.deepEqual(all.sort(), [
    'index.mjs',
    'index.mjs.map',
    'node_modules/@img/sharp-linux-arm64/lib.node',
    'node_modules/@img/sharp-linux-arm64/package.json',
    'node_modules/deep/index.js',
    'node_modules/deep/package.json',
    'node_modules/other/index.js',
    'node_modules/other/package.json',
    'node_modules/sharp/index.js',
    'node_modules/sharp/package.json',
  ]);
});

test('two versions of what packages need are kept apart', async (t) => {
  const { bundle } = await createFunction(t, {
    'function/handler.ts': `import { say } from 'sharp'; import { deep } from 'deep';
      export const handler = async () => [say(), deep];`,
    ...dependingOn('sharp', 'deep'),
    ...sharp('x64'),
  });
  for (const nodeModules of [
    ['deep', 'sharp'],
    ['sharp', 'deep'],
  ]) {
    const made = await bundle({ nodeModules });
    t.is(await callUnpacked(t, made), '["nested","root"]', nodeModules.join());
  }
});

test('one that is installed for another processor is refused, with what installs it', async (t) => {
  const { bundle } = await createFunction(t, { ...handler, ...sharp('x64') });
  const error = await t.throwsAsync(bundle({ nodeModules: ['sharp'], architecture: 'arm64' }), {
    instanceOf: BundleError,
    message: 'sharp is not installed for arm64: @img/sharp-linux-arm64 is missing',
  });
  t.is(error.remedy, 'npm install --workspace function --os linux --cpu arm64 --libc glibc sharp');
});

test('of libraries in the package itself those for others are left out; only others are refused', async (t) => {
  const prebuilt = (...cpus: readonly ('x86_64' | 'arm64')[]): Files =>
    installed('node_modules/sharp', {
      'index.js': "export const say = () => 'hello';",
      'prebuilds/darwin/lib.node': 'a library of macOS',
      ...Object.fromEntries(cpus.map((cpu) => [`prebuilds/${cpu}/lib.node`, libraryFor(cpu)])),
    });
  const both = await createFunction(t, { ...handler, ...prebuilt('x86_64', 'arm64') });
  const folder = await unpack(t, await both.bundle({ nodeModules: ['sharp'] }));
  const all = await readdir(folder, { recursive: true });
  t.deepEqual(
    all.filter((path) => path.endsWith('.node')),
    ['node_modules/sharp/prebuilds/x86_64/lib.node'],
  );
  const other = await createFunction(t, { ...handler, ...prebuilt('arm64') });
  await t.throwsAsync(other.bundle({ nodeModules: ['sharp'] }), {
    instanceOf: BundleError,
    message: /^sharp is compiled for another processor or system than .* Linux on x86_64$/,
  });
});

test('one that is not installed is refused', async (t) => {
  const { bundle } = await createFunction(t, handler);
  const error = await t.throwsAsync(bundle({ nodeModules: ['sharp'] }), {
    instanceOf: BundleError,
  });
  t.is(error.remedy, 'npm install --workspace function sharp');
});
