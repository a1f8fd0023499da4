import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { GateError } from '../../../../runner/errors.ts';
import { checkFunctionTypes } from '../../../../runner/steps/typecheck.ts';
import { temporaryFolder } from '../../../../local/tests/_helpers/temporary-folder.ts';
import { greetingSettings } from '../../_helpers/greeting.ts';

async function stepWith(t: ExecutionContext, typecheck: boolean, hasConfig = true) {
  const folder = await temporaryFolder(t, 'types-');
  if (hasConfig) {
    await writeFile(join(folder, 'tsconfig.json'), '{ "compilerOptions": { "types": [] } }');
  }
  await writeFile(join(folder, 'handler.ts'), 'export const wrong: number = "";');
  const settings = greetingSettings('local');
  const reporter = { report: () => undefined, close: () => undefined };
  const release = { ...settings.release, typecheck };
  const context = { settings: { ...settings, release }, stop: new AbortController(), reporter };
  return checkFunctionTypes(context, folder);
}

test('wrong types stop a release, unless it is told not to check', async (t) => {
  const step = await stepWith(t, true);
  await t.throwsAsync(step.run(), { instanceOf: GateError, message: 'The types have 1 error' });
  const unchecked = await stepWith(t, false);
  t.is(unchecked.detail?.(await unchecked.run()), 'not checked');
});

test('without a tsconfig.json of the function types are not checked', async (t) => {
  t.false(await (await stepWith(t, true, false)).run());
});

test('types are checked unless the stack says otherwise', (t) => {
  t.true(greetingSettings('local').release.typecheck);
});
