import { GetStageCommand } from '@aws-sdk/client-api-gateway';
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import test from 'ava';
import { createCheckout } from './_checkout.ts';
import { functionName } from './_live.ts';

const checkout = await createCheckout();
test.after.always(() => checkout.close());

const newSettings = `    name: greeting
    memorySize: 256
    environment: { TONE: friendly }
  gated-lambda-release:targets:
    - name: stage
      alias: STAGE
      apiStage: stage
      accessLog: false
      logging: ERROR
    - name: prod
      alias: PROD
      apiStage: prod
      dataTrace: false
      accessLog: false
      throttling: { rateLimit: 7, burstLimit: 9 }
`;

test.serial(
  'pulumi up alone applies edited settings and moves nothing (invariant 1)',
  async (t) => {
    t.timeout(120_000);
    t.is((await checkout.release()).status, 0);
    await checkout.serve();
    const before = await checkout.live();
    await checkout.edit('Pulumi.local.yaml', '    name: greeting\n', newSettings);
    await checkout.editHandler('not yet');
    const { status, stdout, stderr } = await checkout.run('local', [
      '--',
      ...['pulumi', 'up', '--yes', '--stack', 'local'],
    ]);
    t.is(status, 0, stdout + stderr);

    t.deepEqual(await checkout.live(), before);
    const { lambda, apigateway } = checkout.clients();
    t.like(await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: functionName })), {
      MemorySize: 256,
      Environment: { Variables: { TONE: 'friendly' } },
    });
    const restApiId = await checkout.restApiId();
    const stage = await apigateway.send(new GetStageCommand({ restApiId, stageName: 'stage' }));
    const prod = await apigateway.send(new GetStageCommand({ restApiId, stageName: 'prod' }));
    t.is(stage.accessLogSettings, undefined);
    t.like(stage.methodSettings, { '*/*': { loggingLevel: 'ERROR' } });
    t.like(prod.methodSettings, {
      '*/*': { throttlingRateLimit: 7, throttlingBurstLimit: 9, dataTraceEnabled: false },
    });
  },
);

test.serial('the next release publishes the new configuration as a new version', async (t) => {
  t.timeout(120_000);
  const before = await checkout.live();
  const { status, stderr } = await checkout.release();
  t.is(status, 0, stderr);
  const { versions, aliases } = await checkout.live();
  t.is(versions.length, before.versions.length + 1);
  t.is(aliases.PROD?.version, versions.at(-1));
  const served = await checkout
    .clients()
    .lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: functionName, Qualifier: 'PROD' }),
    );
  t.like(served, { MemorySize: 256, Environment: { Variables: { TONE: 'friendly' } } });
});

test.serial('a configuration that alone was edited becomes a new version too', async (t) => {
  t.timeout(120_000);
  const before = await checkout.live();
  await checkout.edit('Pulumi.local.yaml', 'TONE: friendly', 'TONE: formal');
  t.is((await checkout.release()).status, 0);
  const { versions } = await checkout.live();
  t.is(versions.length, before.versions.length + 1);
  const served = await checkout
    .clients()
    .lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: functionName, Qualifier: 'PROD' }),
    );
  t.like(served, { Environment: { Variables: { TONE: 'formal' } } });
});
