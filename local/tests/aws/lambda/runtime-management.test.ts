import {
  GetFunctionConfigurationCommand,
  GetRuntimeManagementConfigCommand,
  PublishVersionCommand,
  PutRuntimeManagementConfigCommand,
} from '@aws-sdk/client-lambda';
import test from 'ava';
import { activeFunction, setUp } from './_helpers/functions.ts';
import { refused } from './_helpers/refusal.ts';

const arn = `arn:aws:lambda:eu-west-1::runtime:${'0'.repeat(64)}`;

test('a version keeps when its runtime is updated', async (t) => {
  const stand = await setUp(t);
  const FunctionName = await activeFunction(t, stand);
  const { lambda } = stand;
  const get = async (Qualifier?: string) => {
    const answer = await lambda.send(
      new GetRuntimeManagementConfigCommand({ FunctionName, Qualifier }),
    );
    return [answer.UpdateRuntimeOn, answer.RuntimeVersionArn];
  };
  t.deepEqual(await get(), ['Auto', undefined]);
  await lambda.send(
    new PutRuntimeManagementConfigCommand({
      FunctionName,
      UpdateRuntimeOn: 'Manual',
      RuntimeVersionArn: arn,
    }),
  );
  const { Version } = await lambda.send(new PublishVersionCommand({ FunctionName }));
  await lambda.send(
    new PutRuntimeManagementConfigCommand({ FunctionName, UpdateRuntimeOn: 'FunctionUpdate' }),
  );
  t.deepEqual(await get('$LATEST'), ['FunctionUpdate', undefined]);
  t.deepEqual(await get(Version), ['Manual', arn]);
  const live = await lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName, Qualifier: Version }),
  );
  t.is(live.RuntimeVersionConfig?.RuntimeVersionArn, arn);
});

for (const [title, given] of [
  ['by hand, without a version of the runtime', { UpdateRuntimeOn: 'Manual' }],
  ['by AWS, with one', { UpdateRuntimeOn: 'Auto', RuntimeVersionArn: arn }],
] as const) {
  test(`a runtime is not updated ${title}`, async (t) => {
    const stand = await setUp(t);
    const FunctionName = await activeFunction(t, stand);
    await refused(
      t,
      stand.lambda.send(new PutRuntimeManagementConfigCommand({ FunctionName, ...given })),
      'InvalidParameterValueException',
      400,
    );
  });
}
