import { GetDeploymentsCommand } from '@aws-sdk/client-api-gateway';
import { paginateListVersionsByFunction } from '@aws-sdk/client-lambda';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { deleteDeployment } from '../../../../runner/aws/deployment.ts';
import { deleteVersion } from '../../../../runner/aws/versions.ts';
import { prune, type Pruned } from '../../../../runner/commands/prune/prune.ts';
import {
  choosePrunable,
  usedByTargets,
  type Retention,
} from '../../../../runner/commands/prune/retention.ts';
import { targetAt } from '../../runner/_targets.ts';
import { lagOf } from './_lags.ts';
import { createContext } from './_release.ts';
import { releaseBoth, runRollback } from './_rollback.ts';
import { createStack, functionName, handlerSaying, type TestStack } from './_stack.ts';

const now = new Date('2026-11-23T00:00:00Z');
const day = 86_400_000;

const items = fc
  .uniqueArray(fc.integer({ min: 1, max: 500 }), { maxLength: 40 })
  .chain((ids) =>
    fc.tuple(...ids.map((id) => fc.record({ id: fc.constant(String(id)), age: fc.nat(9 * day) }))),
  )
  .map((all) => all.map(({ id, age }) => ({ id, createdAt: new Date(now.getTime() - age) })));

test('what is in use, young, or among the newest is never chosen', (t) => {
  fc.assert(
    fc.property(
      items,
      fc.array(fc.nat(40)),
      fc.integer({ min: 1, max: 20 }),
      fc.nat(5 * day),
      (all, used, keep, minAgeMs) => {
        const inUse = new Set(used.flatMap((index) => all[index]?.id ?? []));
        const chosen = new Set(choosePrunable(all, inUse, { keep, minAgeMs, now }));
        const kept = all.filter(({ id }) => !chosen.has(id));
        const gone = all.filter(({ id }) => chosen.has(id));
        const oldestAllowed = now.getTime() - minAgeMs;
        return (
          gone.every(
            ({ id, createdAt }) => !inUse.has(id) && createdAt.getTime() <= oldestAllowed,
          ) &&
          kept.length >= Math.min(keep, all.length) &&
          gone.every(
            ({ createdAt }) =>
              kept.filter((each) => each.createdAt.getTime() >= createdAt.getTime()).length >= keep,
          )
        );
      },
    ),
  );
  t.pass();
});

test('pruning what is left chooses nothing more', (t) => {
  fc.assert(
    fc.property(items, fc.integer({ min: 1, max: 20 }), fc.nat(5 * day), (all, keep, minAgeMs) => {
      const retention = { keep, minAgeMs, now };
      const chosen = new Set(choosePrunable(all, new Set(), retention));
      const left = all.filter(({ id }) => !chosen.has(id));
      return choosePrunable(left, new Set(), retention).length === 0;
    }),
  );
  t.pass();
});

async function runPrune(
  t: ExecutionContext,
  stack: TestStack,
  {
    isDryRun = false,
    deploymentId,
    ...retention
  }: Partial<Retention> & {
    readonly isDryRun?: boolean;
    readonly deploymentId?: string;
  } = {},
): Promise<Pruned> {
  const { settings, clients, stop, writers } = createContext(t, stack, {
    bundle: await handlerSaying(t, undefined),
  });
  const outputs = { ...stack.outputs, deploymentId: deploymentId ?? stack.outputs.deploymentId };
  const later = new Date(Date.now() + day);
  return prune(
    { settings, clients, outputs },
    { keep: 1, minAgeMs: 0, now: later, ...retention },
    { isDryRun, stop, propagation: writers.propagation },
  );
}

async function versionsOf({ clients }: TestStack): Promise<string[]> {
  const pages = paginateListVersionsByFunction(
    { client: clients.lambda },
    { FunctionName: functionName },
  );
  const found: string[] = [];
  for await (const { Versions = [] } of pages) {
    found.push(...Versions.map(({ Version }) => Version ?? ''));
  }
  return found;
}

async function deploymentsOf({ clients, outputs: { restApiId } }: TestStack): Promise<string[]> {
  const { items: found = [] } = await clients.apigateway.send(
    new GetDeploymentsCommand({ restApiId, limit: 500 }),
  );
  return found.map(({ id }) => id ?? '').sort();
}

test.serial('it keeps all that is served or recorded, and deletes the rest', async (t) => {
  const stack = await createStack(t);
  const deployments: string[] = [];
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) {
    deployments.push(await releaseBoth(t, stack, name));
  }
  const [oldest = ''] = deployments;
  const nothing = { versions: [], deployments: [], bundles: [], skipped: [] };
  t.deepEqual(await runPrune(t, stack, { minAgeMs: 2 * day }), nothing);
  const planned = await runPrune(t, stack, { isDryRun: true });
  t.deepEqual(planned, { versions: ['1', '2'], deployments: [oldest], bundles: [], skipped: [] });
  t.is((await versionsOf(stack)).length, 9);

  t.deepEqual(await runPrune(t, stack), planned);
  t.deepEqual(await versionsOf(stack), ['$LATEST', '3', '4', '5', '6', '7', '8']);
  t.deepEqual(
    await deploymentsOf(stack),
    [stack.outputs.deploymentId, ...deployments.slice(1)].sort(),
  );
  t.is((await stack.alias('RELEASE')).description, 'free');
  for (const greeting of ['f', 'e', 'd', 'c', 'b']) {
    await runRollback(t, stack);
    t.regex(await stack.ask('prod'), new RegExp(`^200 ${greeting} `));
  }
});

test.serial('what a host may still serve is deleted only when no host does', async (t) => {
  const stack = await createStack(t, lagOf(5));
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) {
    await releaseBoth(t, stack, name);
  }
  const releasedAt = stack.clock.now();
  const { versions, deployments } = await runPrune(t, stack);
  t.true(versions.length > 0 && deployments.length > 0);
  const { stage } = stack.propagation;
  t.true(stack.clock.now() - releasedAt >= stage * 1000);
});

test.serial('a version or deployment that came into use meanwhile stays', async (t) => {
  const stack = await createStack(t);
  const deployment = await releaseBoth(t, stack, 'a');
  const { lambda, apigateway } = stack.clients;
  t.false(await deleteVersion(lambda, functionName, '2'));
  t.false(await deleteDeployment(apigateway, stack.outputs.restApiId, deployment));
  t.regex(await stack.ask('prod'), /^200 a 2@/);
  // The standby aliases hold it, ready to come back.
  t.false(await deleteVersion(lambda, functionName, '1'));
  await releaseBoth(t, stack, 'b');
  t.true(await deleteVersion(lambda, functionName, '1'));
  t.true(await deleteVersion(lambda, functionName, '1'));
  await t.throwsAsync(deleteVersion(lambda, functionName, '$LATEST'), { message: /not a version/ });
});

test('what a standby API stage names is in use', (t) => {
  const standbyStage = {
    ...targetAt('7@served').apiStage,
    name: 'prod_standby',
    deploymentId: 'tested',
    isClosed: true,
    url: 'https://api.test/prod_standby',
  };
  const { deployments } = usedByTargets([{ ...targetAt('7@served'), standbyStage }]);
  t.deepEqual([...deployments].sort(), ['served', 'tested']);
});
