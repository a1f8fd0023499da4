import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import test from 'ava';
import { lambdaTarget } from '../target.ts';

const { functionName, version } = lambdaTarget();

test('the candidate is well', async (t) => {
  const { ExecutedVersion, FunctionError, Payload } = await new LambdaClient({}).send(
    new InvokeCommand({ FunctionName: functionName, Qualifier: version, Payload: '{}' }),
  );
  t.is(ExecutedVersion, version);
  t.is(FunctionError, undefined);
  t.deepEqual(JSON.parse(Payload?.transformToString() ?? 'null'), { status: 'ok' });
});
