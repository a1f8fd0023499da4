import { GetFunctionCodeSigningConfigCommand } from '@aws-sdk/client-lambda';
import test from 'ava';
import { activeFunction, setUp } from './_helpers/functions.ts';
import { refused } from './_helpers/refusal.ts';

test('a function without a code signing configuration is said to have none', async (t) => {
  const stand = await setUp(t);
  const FunctionName = await activeFunction(t, stand);
  const { $metadata, ...config } = await stand.lambda.send(
    new GetFunctionCodeSigningConfigCommand({ FunctionName }),
  );
  t.is($metadata.httpStatusCode, 200);
  t.deepEqual(config, {});
  const missing = new GetFunctionCodeSigningConfigCommand({ FunctionName: `${FunctionName}-2` });
  await refused(t, stand.lambda.send(missing), 'ResourceNotFoundException', 404);
});
