import { DeleteAliasCommand } from '@aws-sdk/client-lambda';
import test from 'ava';
import { findLostAliases } from '../../../../runner/aws/lost-aliases.ts';
import { formatProblem } from '../../../../runner/report/message.ts';
import { createContext } from '../../behaviour/release/_release.ts';
import { createStack, functionName } from '../../behaviour/release/_stack.ts';

test('an alias that was deleted is told apart from a target that is not made yet', async (t) => {
  const stack = await createStack(t);
  const bundle = { zip: Buffer.alloc(0), codeSha256: '' };
  const { clients, settings } = createContext(t, stack, { bundle });
  const [stage, prod] = settings.program.targets;
  t.truthy(stage);
  if (stage === undefined || prod === undefined) {
    return;
  }
  const demo = { ...prod, name: 'demo', alias: 'DEMO', apiStage: 'demo' };
  t.deepEqual(await findLostAliases(clients, stack.outputs, [stage, prod, demo]), []);
  await stack.clients.lambda.send(
    new DeleteAliasCommand({ FunctionName: functionName, Name: 'PROD' }),
  );
  const lost = await findLostAliases(clients, stack.outputs, [stage, prod, demo]);
  t.deepEqual(
    lost.map((error) => formatProblem(error, 'dev')),
    [
      'The alias PROD of greeting was deleted. Next: make it again at the version that it is to serve, which ' +
        'npm run history tells (aws lambda create-alias --function-name greeting --name PROD --function-version …), ' +
        'then: npm run release -- --stack dev',
    ],
  );
});
