import test from 'ava';
import { callUnpacked, createFunction, dependingOn, installed } from './_function.ts';

const zodOfTool = installed('node_modules/zod', { 'index.js': "export const major = 'tool';" });
const zodOfFunction = installed('function/node_modules/zod', {
  'index.js': "export const major = 'function';",
});
const handler = {
  'function/handler.ts': "import { major } from 'zod'; export const handler = async () => major;",
};

test('a package that only the project has is refused, with what to type', async (t) => {
  const { bundle } = await createFunction(t, { ...handler, ...dependingOn(), ...zodOfTool });
  await t.throwsAsync(bundle(), {
    message:
      /handler\.ts:1:22: ERROR: .*zod is not in function\/package\.json; type: npm install --workspace function zod$/,
  });
});

test('so is one that is not installed at all, and a part of one', async (t) => {
  const { bundle } = await createFunction(t, {
    'function/handler.ts': "import '@scope/tool/part'; export const handler = async () => 1;",
  });
  await t.throwsAsync(bundle(), {
    message: /type: npm install --workspace function @scope\/tool$/,
  });
});

test("the function's own version of a package is taken, beside the project's", async (t) => {
  const { bundle } = await createFunction(t, {
    ...handler,
    ...dependingOn('zod'),
    ...zodOfTool,
    ...zodOfFunction,
  });
  t.is(await callUnpacked(t, await bundle()), '"function"');
});

test('a package that npm put into the root for the function is taken from there, with what it needs', async (t) => {
  const { bundle } = await createFunction(t, {
    ...handler,
    ...dependingOn('zod'),
    ...installed('node_modules/zod', { 'index.js': "export { major } from 'deeper';" }),
    ...installed('node_modules/deeper', { 'index.js': "export const major = 'deep';" }),
  });
  t.is(await callUnpacked(t, await bundle()), '"deep"');
});

test("Node.js's own modules, types and aliases of a tsconfig are no packages", async (t) => {
  const { bundle } = await createFunction(t, {
    'function/tsconfig.json': JSON.stringify({
      compilerOptions: { paths: { zod: ['./own.ts'], 'lib/*': ['./lib/*'] } },
    }),
    'function/handler.ts': `
      import { sep } from 'path';
      import { join } from 'node:path/posix';
      import type { Typed } from 'only-types';
      import { own } from 'zod';
      import { part } from 'lib/part';
      export const handler = async (): Promise<Typed> => join(sep, own, part);`,
    'function/own.ts': "export const own = 'own';",
    'function/lib/part.ts': "export const part = 'part';",
    ...zodOfTool,
  });
  t.is(await callUnpacked(t, await bundle()), '"/own/part"');
});
