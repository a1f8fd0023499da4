import test from 'ava';
import { startWorkbench } from '../_helpers/provider-on.ts';
import { makeLoggingRole } from '../_helpers/programs.ts';

test("the account's role is set, read back, and taken away with the resource (trap D15)", async (t) => {
  const bench = await startWorkbench(t);
  const cloudwatchRoleArn = await makeLoggingRole(bench);
  const made = await bench.make('aws:apigateway/account:Account', { cloudwatchRoleArn });
  t.is(made.id, 'api-gateway-account');
  t.is(made.state.cloudwatchRoleArn, cloudwatchRoleArn);
  t.deepEqual(await bench.changes(made, made.inputs), []);
  await bench.provider.delete(made);
  t.is((await bench.refresh(made))?.state.cloudwatchRoleArn, '');
});
