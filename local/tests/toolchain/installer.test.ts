import test from 'ava';
import { join } from 'node:path';
import { installWithAutomationApi } from '../../toolchain/installer.ts';
import { makeMachine } from './_machine.ts';

test('an installer that does not end in time is ended', async (t) => {
  const { dir, env } = makeMachine(t);
  await t.throwsAsync(installWithAutomationApi(join(dir, 'root'), env, 1), {
    message: 'not done within 0.001 s',
  });
});
