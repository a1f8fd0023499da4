import { CreateDeploymentCommand, GetStageCommand } from '@aws-sdk/client-api-gateway';
import { GetAliasCommand, GetFunctionCommand, InvokeCommand } from '@aws-sdk/client-lambda';
import test from 'ava';

import { Quotas } from '../../../aws/lag/quotas.ts';
import { testEmbedded } from '../../_helpers/embedded-only.ts';
import { setUpLagging } from './_lagging.ts';

const scope = { account: '000000000000', region: 'eu-west-1' };

/** How many calls of one moment are let through, and after how many seconds the next one may come. */
function admitted(quotas: Quotas, service: string, operation: string, at = 0): [number, string] {
  for (let count = 0; count < 500; count++) {
    try {
      quotas.take({ ...scope, service }, operation, at);
    } catch (error) {
      const { headers } = error as { readonly headers?: Readonly<Record<string, string>> };
      return [count, headers?.['retry-after'] ?? ''];
    }
  }
  return [Infinity, ''];
}

test('each quota is the documented one, and fills again', (t) => {
  t.deepEqual(admitted(new Quotas(), 'apigateway', 'UpdateStage'), [40, '1']);
  t.deepEqual(admitted(new Quotas(), 'apigateway', 'CreateDeployment'), [1, '5']);
  t.deepEqual(admitted(new Quotas(), 'apigateway', 'DeleteRestApi'), [1, '30']);
  t.deepEqual(admitted(new Quotas(), 'lambda', 'UpdateAlias'), [15, '1']);
  t.deepEqual(admitted(new Quotas(), 'lambda', 'GetFunction'), [100, '1']);
  t.deepEqual(admitted(new Quotas(), 'lambda', 'Invoke'), [Infinity, '']);
  t.deepEqual(admitted(new Quotas(), 'iam', 'CreateRole'), [Infinity, '']);
  const quotas = new Quotas();
  admitted(quotas, 'apigateway', 'UpdateStage');
  t.deepEqual(
    admitted(quotas, 'apigateway', 'CreateDeployment'),
    [0, '1'],
    'those in all are used up',
  );
  t.is(admitted(quotas, 'apigateway', 'GetStage', 1000)[0], 10);
  t.is(admitted(quotas, 'lambda', 'GetAlias')[0], 15);
  t.is(admitted(quotas, 'lambda', 'PublishVersion', 200)[0], 3);
  t.is(admitted(quotas, 'lambda', 'GetPolicy')[0], 15);
});

testEmbedded('over a quota a call is answered 429 with the time to wait', async (t) => {
  const stand = await setUpLagging(t);
  const { lambda, clients, functionName: FunctionName, restApiId } = stand;
  stand.lag({ quotas: true });
  const deploy = () => clients.apigateway.send(new CreateDeploymentCommand({ restApiId }));
  await deploy();
  const gateway = await t.throwsAsync(deploy(), { name: 'TooManyRequestsException' });
  t.like(gateway, { $metadata: { httpStatusCode: 429 }, retryAfterSeconds: '5' });
  await clients.apigateway.send(new GetStageCommand({ restApiId, stageName: 'prod' }));
  stand.pass(5);
  await t.notThrowsAsync(deploy());

  const read = () => lambda.send(new GetAliasCommand({ FunctionName, Name: 'PROD' }));
  for (let count = 0; count < 15; count++) {
    await read();
  }
  const refused = await t.throwsAsync(read(), { name: 'TooManyRequestsException' });
  t.like(refused, { Reason: 'CallerRateLimitExceeded', retryAfterSeconds: '1' });
  await lambda.send(new GetFunctionCommand({ FunctionName }));
  await lambda.send(new InvokeCommand({ FunctionName, Qualifier: 'PROD' }));
  stand.pass(1);
  await t.notThrowsAsync(read());
  stand.lag({});
  for (let count = 0; count < 20; count++) {
    await read();
  }
});
