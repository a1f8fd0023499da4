import test, { type ExecutionContext } from 'ava';
import type { Runtime } from '@aws-sdk/client-lambda';
import { archive } from '../_helpers/archive.ts';
import { createFunction, invoke, setUp, settled } from '../_helpers/functions.ts';

async function answerOf(
  t: ExecutionContext,
  runtime: Runtime,
  files: Readonly<Record<string, string>>,
  variables: Record<string, string> = {},
) {
  const stand = await setUp(t);
  const { FunctionName } = await createFunction(t, stand, {
    Runtime: runtime,
    Timeout: 5,
    Code: { ZipFile: await archive(files) },
    Environment: { Variables: variables },
  });
  await settled(stand, FunctionName);
  return await invoke(stand, FunctionName);
}

/** An ES module that neither its name nor a package.json says to be one. */
const undeclared = { 'index.js': 'export const handler = async () => 1;' };
/** CommonJS that requires an ES module. */
const requiring = {
  'index.js': "const { one } = require('./one.mjs'); exports.handler = async () => one;",
  'one.mjs': 'export const one = 1;',
};

for (const runtime of ['nodejs20.x', 'nodejs22.x'] as const) {
  test(`${runtime} does not guess what a .js file is`, async (t) => {
    const { payload } = await answerOf(t, runtime, undeclared);
    t.like(payload, { errorType: 'Runtime.UserCodeSyntaxError' });
  });

  test(`${runtime} lets CommonJS require no ES module, unless it is asked to`, async (t) => {
    t.is((await answerOf(t, runtime, requiring)).FunctionError, 'Unhandled');
    const asked = { NODE_OPTIONS: '--experimental-require-module' };
    t.is((await answerOf(t, runtime, requiring, asked)).payload, 1);
  });
}

test('nodejs24.x takes both', async (t) => {
  t.is((await answerOf(t, 'nodejs24.x', undeclared)).payload, 1);
  t.is((await answerOf(t, 'nodejs24.x', requiring)).payload, 1);
});
