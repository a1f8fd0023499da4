import { CreateDeploymentCommand, DeleteDeploymentCommand } from '@aws-sdk/client-api-gateway';
import test from 'ava';
import { deploy, refuses } from './_api.ts';
import { deployedStage } from './_stage.ts';

const badRequest = (message: string | RegExp) => ({
  name: 'BadRequestException',
  status: 400,
  message,
});

const promotion = [
  { op: 'replace', path: '/canarySettings/percentTraffic', value: '0.0' },
  { op: 'copy', from: '/canarySettings/stageVariableOverrides', path: '/variables' },
  { op: 'copy', from: '/canarySettings/deploymentId', path: '/deploymentId' },
] as const;

test('the first canary patch makes a canary of the stage’s own deployment', async (t) => {
  const { patch, deploymentId } = await deployedStage(t);
  const { canarySettings } = await patch(
    { op: 'replace', path: '/canarySettings/percentTraffic', value: '10.5' },
    { op: 'replace', path: '/canarySettings/stageVariableOverrides/sv1', value: 'val2' },
  );
  t.deepEqual(canarySettings, {
    percentTraffic: 10.5,
    deploymentId,
    stageVariableOverrides: { sv1: 'val2' },
    useStageCache: false,
  });
});

test('a canary deployment leaves the stage’s deployment where it is', async (t) => {
  const { clients, stage, deploymentId, read } = await deployedStage(t);
  const { id } = await clients.apigateway.send(
    new CreateDeploymentCommand({
      ...stage,
      canarySettings: { percentTraffic: 20, stageVariableOverrides: { LambdaAlias: 'NEXT' } },
    }),
  );
  const after = await read();
  t.is(after.deploymentId, deploymentId);
  t.is(after.canarySettings?.deploymentId, id);
  await refuses(
    t,
    clients.apigateway.send(
      new DeleteDeploymentCommand({ restApiId: stage.restApiId, deploymentId: id ?? '' }),
    ),
    badRequest('Active stages pointing to this deployment must be moved or deleted'),
  );
});

test('a canary deployment needs a stage that exists', async (t) => {
  const { clients, restApiId } = await deployedStage(t);
  const canarySettings = { percentTraffic: 20 };
  await refuses(
    t,
    clients.apigateway.send(new CreateDeploymentCommand({ restApiId, canarySettings })),
    badRequest(/Non null and non empty stageName must be provided for canary deployment/),
  );
  await refuses(
    t,
    clients.apigateway.send(
      new CreateDeploymentCommand({ restApiId, stageName: 'none', canarySettings }),
    ),
    badRequest(/Stage none must already be created/),
  );
});

test('a promotion moves deployment and variables to the stage, and keeps the canary at 0 %', async (t) => {
  const { clients, restApiId, patch } = await deployedStage(t);
  const value = await deploy(clients.apigateway, restApiId);
  await patch(
    { op: 'replace', path: '/variables/sv0', value: 'val0' },
    { op: 'replace', path: '/variables/sv1', value: 'val1' },
    { op: 'replace', path: '/canarySettings/percentTraffic', value: '50' },
    { op: 'replace', path: '/canarySettings/deploymentId', value },
    { op: 'replace', path: '/canarySettings/stageVariableOverrides/sv1', value: 'val2' },
    { op: 'replace', path: '/canarySettings/stageVariableOverrides/sv2', value: 'val3' },
  );
  const promoted = await patch(...promotion);
  t.is(promoted.deploymentId, value);
  t.deepEqual(promoted.variables, { sv0: 'val0', sv1: 'val2', sv2: 'val3' });
  t.like(promoted.canarySettings, { percentTraffic: 0, deploymentId: value });
  const without = await patch({ op: 'remove', path: '/canarySettings' });
  t.is(without.canarySettings, undefined);
});

test('nothing can be promoted without a canary, nor copied from elsewhere', async (t) => {
  const { patch, read } = await deployedStage(t);
  const before = await read();
  await refuses(
    t,
    patch({ op: 'copy', from: '/canarySettings/deploymentId', path: '/deploymentId' }),
    badRequest('Promotion not available. Canary does not exist.'),
  );
  await refuses(
    t,
    patch({ op: 'copy', from: '/variables', path: '/variables' }),
    badRequest(/^Invalid copy operation with path: \/variables and from \/variables\./),
  );
  t.deepEqual(await read(), before);
});

test('a canary takes 0 to 100 percent of a deployment that exists', async (t) => {
  const { patch } = await deployedStage(t);
  const percent = (value: string) =>
    patch({ op: 'replace', path: '/canarySettings/percentTraffic', value });
  await refuses(t, percent('100.1'), badRequest(/between 0\.0 and 100\.0/));
  await refuses(t, percent('much'), badRequest(/^Invalid number 'much'/));
  await refuses(
    t,
    patch({ op: 'replace', path: '/canarySettings/deploymentId', value: 'abc123' }),
    badRequest('Deployment id does not exist'),
  );
});
