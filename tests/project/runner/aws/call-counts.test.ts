import { GetAliasCommand } from '@aws-sdk/client-lambda';
import { GetStageCommand } from '@aws-sdk/client-api-gateway';
import test from 'ava';
import { countCalls } from '../../../../runner/aws/call-counts.ts';
import { createContext } from '../../behaviour/release/_release.ts';
import { createStack, functionName } from '../../behaviour/release/_stack.ts';

test('calls are counted by operation, with their retries and refusals', async (t) => {
  const stack = await createStack(t);
  const { clients } = createContext(t, stack, { bundle: { zip: Buffer.alloc(0), codeSha256: '' } });
  const counted = countCalls(clients);
  t.deepEqual(counted(), []);
  const alias = { FunctionName: functionName, Name: 'PROD' };
  await clients.lambda.send(new GetAliasCommand(alias));
  await t.throwsAsync(clients.lambda.send(new GetAliasCommand({ ...alias, Name: 'NONE' })));
  stack.aws.faults.replace([{ operation: 'GetStage', call: 1, kind: 'throttle' }]);
  const { restApiId } = stack.outputs;
  await clients.apiGateway.send(new GetStageCommand({ restApiId, stageName: 'prod' }));
  t.deepEqual(counted(), [
    { service: 'Lambda', operation: 'GetAlias', calls: 2, retries: 0, refused: 1 },
    { service: 'APIGateway', operation: 'GetStage', calls: 1, retries: 1, refused: 0 },
  ]);
});
