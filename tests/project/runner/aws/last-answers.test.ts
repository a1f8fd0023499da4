import { GetStageCommand } from '@aws-sdk/client-api-gateway';
import { GetAliasCommand, UpdateAliasCommand } from '@aws-sdk/client-lambda';
import test from 'ava';
import { rememberAnswers } from '../../../../runner/aws/last-answers.ts';
import { createContext } from '../../behaviour/release/_release.ts';
import { createStack, functionName } from '../../behaviour/release/_stack.ts';

const alias = { FunctionName: functionName, Name: 'PROD' };

test('a read is answered by what AWS said last, a write included, without asking it', async (t) => {
  const stack = await createStack(t);
  const { clients } = createContext(t, stack, { bundle: { zip: Buffer.alloc(0), codeSha256: '' } });
  const remembered = rememberAnswers(clients);
  const last = () => remembered.lambda.send(new GetAliasCommand(alias));
  await t.throwsAsync(last(), { message: 'AWS did not answer GetAliasCommand before' });

  await clients.lambda.send(new GetAliasCommand(alias));
  t.is((await last()).Description, '');
  await clients.lambda.send(new UpdateAliasCommand({ ...alias, Description: 'moved' }));
  const stage = { restApiId: stack.outputs.restApiId, stageName: 'prod' };
  await clients.apiGateway.send(new GetStageCommand(stage));

  stack.aws.faults.replace([{ operation: '*', kind: 'dropBefore' }]);
  await t.throwsAsync(clients.lambda.send(new UpdateAliasCommand({ ...alias, Description: 'x' })));
  t.is((await last()).Description, 'moved');
  const { deploymentId } = await remembered.apiGateway.send(new GetStageCommand(stage));
  t.is(deploymentId, stack.outputs.deploymentId);
});
