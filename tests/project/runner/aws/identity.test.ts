import test, { type ExecutionContext } from 'ava';
import { readBeside, verifyIdentity } from '../../../../runner/aws/identity.ts';
import { EnvironmentError } from '../../../../runner/errors.ts';
import { parseStackFile } from '../../../../stack/stack-file.ts';
import { openStand } from '../_stand.ts';
import { project } from '../../../../stack/project.ts';

const caller = '123456789012';

test('what is read beside it is told no error of, where the caller is the wrong one', async (t) => {
  const identity = verify(t, ['210987654321']);
  const reading = Promise.reject(new Error('there is no such function'));
  await t.throwsAsync(readBeside(identity, reading), { instanceOf: EnvironmentError });
  const [{ account }, read] = await readBeside(verify(t, []), Promise.resolve('read'));
  t.deepEqual([account, read], [caller, 'read']);
});

async function verify(t: ExecutionContext, allowed: readonly string[]) {
  const { clients } = await openStand(t, { versions: 1 });
  const settings = parseStackFile('dev', {
    config: {
      'aws:region': 'eu-west-1',
      'aws:allowedAccountIds': allowed,
      [`${project}:function`]: { name: 'greeting' },
    },
  });
  return verifyIdentity(clients, settings);
}

for (const [title, allowed] of [
  ['no account is named', []],
  ['its account is the one that is named', [caller]],
  ['its account is among those that are named', ['210987654321', caller]],
] as const) {
  test(`the caller is known when ${title}`, async (t) => {
    const { account, arn } = await verify(t, allowed);
    t.is(account, caller);
    t.regex(arn, /^arn:aws:(iam|sts)::123456789012:/);
  });
}

test('a caller of another account is told both accounts', async (t) => {
  await t.throwsAsync(verify(t, ['210987654321', '111111111111']), {
    instanceOf: EnvironmentError,
    message:
      'The credentials are those of account 123456789012, but stack dev belongs to 210987654321 or 111111111111',
  });
});
