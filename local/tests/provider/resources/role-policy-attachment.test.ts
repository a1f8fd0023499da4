import test from 'ava';
import { startWorkbench } from '../_helpers/provider-on.ts';
import { assumeRolePolicy } from '../_helpers/programs.ts';

const policyArn = 'arn:aws:iam::aws:policy/AmazonSQSFullAccess';

test('a managed policy: attached, found again, detached', async (t) => {
  const bench = await startWorkbench(t);
  const role = await bench.make('aws:iam/role:Role', { assumeRolePolicy, name: 'fn' });
  const attached = await bench.make('aws:iam/rolePolicyAttachment:RolePolicyAttachment', {
    role: role.id,
    policyArn,
  });
  t.is(attached.id, `fn/${policyArn}`);
  t.deepEqual(await bench.changes(attached, attached.inputs), []);
  t.like(await bench.refresh(attached), { id: attached.id, state: { role: 'fn', policyArn } });

  await bench.provider.delete(attached);
  t.is(await bench.refresh(attached), undefined);
  await t.notThrowsAsync(bench.provider.delete(attached));
});

test('a policy that is not there is not attached', async (t) => {
  const bench = await startWorkbench(t);
  await bench.make('aws:iam/role:Role', { assumeRolePolicy, name: 'fn' });
  await t.throwsAsync(
    bench.make('aws:iam/rolePolicyAttachment:RolePolicyAttachment', {
      role: 'fn',
      policyArn: 'arn:aws:iam::123456789012:policy/none',
    }),
    { message: /does not exist or is not attachable/ },
  );
});
