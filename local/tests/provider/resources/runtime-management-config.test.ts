import { GetRuntimeManagementConfigCommand } from '@aws-sdk/client-lambda';
import test from 'ava';
import { startWorkbench } from '../_helpers/provider-on.ts';
import { makeFunction } from '../_helpers/programs.ts';

const type = 'aws:lambda/runtimeManagementConfig:RuntimeManagementConfig';
const runtimeVersionArn = `arn:aws:lambda:eu-west-1::runtime:${'0'.repeat(64)}`;

test('when a runtime is updated: set, changed, found again, and as AWS has it in the end', async (t) => {
  const bench = await startWorkbench(t);
  const { id: functionName } = await makeFunction(bench);
  const live = () =>
    bench.clients.lambda.send(
      new GetRuntimeManagementConfigCommand({ FunctionName: functionName }),
    );
  const made = await bench.make(type, { functionName, updateRuntimeOn: 'FunctionUpdate' });
  t.is(made.id, 'greeting,$LATEST');
  t.like(await live(), { UpdateRuntimeOn: 'FunctionUpdate' });
  t.deepEqual(await bench.changes(made, made.inputs), []);
  t.like(await bench.refresh(made), { state: { functionName, updateRuntimeOn: 'FunctionUpdate' } });

  await bench.edit(made, { functionName, updateRuntimeOn: 'Manual', runtimeVersionArn });
  t.like(await live(), { UpdateRuntimeOn: 'Manual', RuntimeVersionArn: runtimeVersionArn });
  await bench.provider.delete(made);
  t.is((await live()).UpdateRuntimeOn, 'Auto');
});
