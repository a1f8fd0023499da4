import test from 'ava';
import { startWorkbench } from '../_helpers/provider-on.ts';
import { assumeRolePolicy } from '../_helpers/programs.ts';

test('a policy that is only spelled otherwise is no change, and keeps its spelling', async (t) => {
  const bench = await startWorkbench(t);
  const spelled = JSON.stringify(JSON.parse(assumeRolePolicy), undefined, 2);
  const role = await bench.make('aws:iam/role:Role', { assumeRolePolicy: spelled });
  t.is(role.state.assumeRolePolicy, spelled);
  t.deepEqual(await bench.changes(role, { ...role.inputs, assumeRolePolicy }), []);
});
