import test from 'ava';
import { BundleError } from '../../../bundler/bundle-error.ts';
import { callUnpacked, createFunction } from './_function.ts';

const bundler = `
  import { mkdirSync, writeFileSync } from 'node:fs';
  mkdirSync('dist/parts', { recursive: true });
  writeFileSync('dist/parts/one.mjs', 'export const one = 1;');
  writeFileSync('dist/index.mjs', "export { one } from './parts/one.mjs'; export const handler = async () => 'mine';");`;

test('another bundler makes the files, in a folder of its own', async (t) => {
  const { bundle } = await createFunction(t, {
    'function/bundler.mjs': bundler,
    'function/dist/index.mjs': 'of the last time',
  });
  const byCommand = { command: 'node bundler.mjs', output: 'dist' };
  const made = await bundle({ byCommand, handler: 'index.handler' });
  t.is(await callUnpacked(t, made), '"mine"');
  t.deepEqual(
    made.shares?.map(({ name }) => name),
    ['index.mjs', 'parts/one.mjs'],
  );
  t.is((await bundle({ byCommand })).codeSha256, made.codeSha256);
});

test('one that fails is told with what it printed', async (t) => {
  const { bundle } = await createFunction(t, {
    'function/bundler.mjs': "console.log('no such module'); process.exitCode = 3;",
  });
  const byCommand = { command: 'node bundler.mjs', output: 'dist' };
  const error = await t.throwsAsync(bundle({ byCommand }), {
    instanceOf: BundleError,
    message: 'The bundler node bundler.mjs failed with exit status 3',
  });
  t.is(error.output, 'no such module');
});

test('one that leaves nothing, or not the handler, is refused', async (t) => {
  const { bundle } = await createFunction(t, { 'function/bundler.mjs': bundler });
  const nothing = { command: 'node --version', output: 'dist' };
  await t.throwsAsync(bundle({ byCommand: nothing }), {
    message: /left no file in function\/dist$/,
  });
  const byCommand = { command: 'node bundler.mjs', output: 'dist' };
  await t.throwsAsync(bundle({ byCommand, handler: 'main.handler' }), {
    message: /^There is no main\.mjs for the handler main\.handler: there are .*index\.mjs/,
  });
});

test('one that is told to stop is stopped', async (t) => {
  const { bundle } = await createFunction(t, {
    'function/bundler.mjs': 'setInterval(() => 0, 1e6);',
  });
  const stop = new AbortController();
  const byCommand = { command: 'node bundler.mjs', output: 'dist' };
  const ended = bundle({ byCommand, signal: stop.signal });
  stop.abort(new Error('Ctrl-C'));
  await t.throwsAsync(ended, { message: 'Ctrl-C' });
});
