import test from 'ava';
import {
  deleteDeployment,
  deploymentExists,
  listDeployments,
  listRoutes,
  listServedDeployments,
} from '../../../../runner/aws/deployment.ts';
import { moveApiStage } from '../../../../runner/aws/api-stage.ts';
import { openStand } from '../_stand.ts';

test('a deployment exists or does not', async (t) => {
  const { clients, stack, pair } = await openStand(t, { versions: 1 });
  const { restApiId } = stack.outputs;
  const { deployment } = pair('1@new');
  t.true(await deploymentExists(clients.apiGateway, restApiId, deployment));
  t.false(await deploymentExists(clients.apiGateway, restApiId, 'nothing'));
});

test('all deployments are listed, with the time at which they were made', async (t) => {
  const { clients, stack, pair } = await openStand(t, { versions: 1 });
  const before = Date.now();
  const newest = await stack.deployApi((body) => body.replace("'no-store'", "'newest'"));
  const found = await listDeployments(clients.apiGateway, stack.outputs.restApiId);
  t.deepEqual(
    found.map(({ id }) => id).sort(),
    [pair('1@old').deployment, pair('1@new').deployment, newest].sort(),
  );
  const { createdAt } = found.find(({ id }) => id === newest) ?? {};
  // API Gateway tells whole seconds.
  t.true((createdAt?.getTime() ?? 0) >= before - 1000);
});

test('what a stage or its canary serves is kept, the rest may be deleted', async (t) => {
  const { clients, stack, pair, read } = await openStand(t, { versions: 1 });
  const { apiGateway } = clients;
  const { restApiId } = stack.outputs;
  const old = pair('1@old').deployment;
  const canaried = pair('1@new').deployment;
  const unused = await stack.deployApi((body) => body.replace("'no-store'", "'unused'"));
  const { apiStage } = await read();
  const canary = { percent: 5, deploymentId: canaried, alias: 'PROD_STANDBY' };
  await moveApiStage(apiGateway, apiStage, { ...apiStage, canary });

  t.deepEqual(
    [...(await listServedDeployments(apiGateway, restApiId))].sort(),
    [old, canaried].sort(),
  );
  t.false(await deleteDeployment(apiGateway, restApiId, old));
  t.true(await deleteDeployment(apiGateway, restApiId, unused));
  t.false(await deploymentExists(apiGateway, restApiId, unused));
  t.true(await deleteDeployment(apiGateway, restApiId, unused), 'it is gone already');
});

test('what AWS refuses for another reason is an error', async (t) => {
  const { clients, stack } = await openStand(t, { versions: 1 });
  const { restApiId } = stack.outputs;
  stack.aws.faults.replace([{ operation: '*', kind: 'fail' }]);
  await t.throwsAsync(deploymentExists(clients.apiGateway, restApiId, 'any'));
  await t.throwsAsync(deleteDeployment(clients.apiGateway, restApiId, 'any'));
});

test('the routes of a deployment are those of its snapshot', async (t) => {
  const { clients, stack, pair } = await openStand(t, { versions: 1 });
  const { restApiId } = stack.outputs;
  const list = (deployment: string) =>
    listRoutes(clients.apiGateway, restApiId, deployment, new AbortController().signal);
  t.deepEqual(await list(pair('1@old').deployment), ['GET /greeting']);
  await t.throwsAsync(list('nothing'), { name: 'NotFoundException' });
});
