import { PutProvisionedConcurrencyConfigCommand, UpdateAliasCommand } from '@aws-sdk/client-lambda';
import test, { type ExecutionContext } from 'ava';
import { setTimeout as delay } from 'node:timers/promises';
import { findProvisionedConcurrency } from '../../../../runner/aws/provisioned-concurrency.ts';
import { ConflictError } from '../../../../runner/errors.ts';
import { beginTrial, putBack, trialOf } from '../../../../runner/traffic/promotion.ts';
import { serveAgain } from '../../../../runner/traffic/serve.ts';
import { settle } from '../../../../runner/traffic/settling.ts';
import { isMovedByHand, journalOf, pairOf } from '../../../../runner/traffic/target.ts';
import {
  allocationBoundMs,
  untilProvisioned,
} from '../../../../runner/traffic/until-provisioned.ts';
import { moveAlias } from '../../../../runner/traffic/move.ts';
import { functionName } from '../../behaviour/release/_stack.ts';
import { openStand, type Stand } from '../_stand.ts';

/** A stand whose alias PROD has provisioned concurrency for version 1. */
async function openProvisioned(t: ExecutionContext): Promise<Stand> {
  // Long enough that a test on a busy machine is still in the middle of it.
  const stand = await openStand(t, { allocationMs: 5000 });
  const { lambda } = stand.stack.clients;
  await lambda.send(
    new PutProvisionedConcurrencyConfigCommand({
      FunctionName: functionName,
      Qualifier: 'PROD',
      ProvisionedConcurrentExecutions: 1,
    }),
  );
  while ((await findProvisionedConcurrency(lambda, functionName, 'PROD'))?.status !== 'READY') {
    await delay(5);
  }
  return stand;
}

function moveStandbyByHand(FunctionVersion: string): UpdateAliasCommand {
  return new UpdateAliasCommand({
    FunctionName: functionName,
    Name: 'PROD_STANDBY',
    FunctionVersion,
  });
}

/** The alias was moved to 2, and Lambda has not allocated that yet. */
async function beginMove(t: ExecutionContext) {
  const stand = await openProvisioned(t);
  const target = await stand.read();
  const trial = trialOf(target, stand.pair('2@old'), 'r1');
  const moving = await moveAlias(stand.clients, target, '2', trial);
  stand.writes();
  return { stand, moving };
}

test('the bound grows with the amount', (t) => {
  t.deepEqual(
    [1, 6000, 6001, 60_000].map(allocationBoundMs),
    [540_000, 540_000, 720_000, 2_160_000],
  );
});

test('while it moves, the journal is ours and the version before is what is served', async (t) => {
  const { stand, moving } = await beginMove(t);
  t.is(moving.alias.movingFrom, '1');
  t.deepEqual(moving.alias.weights, {});
  t.deepEqual(pairOf(moving), stand.pair('1@old'));
  t.is(journalOf(moving)?.state, 'trial');
  t.false(isMovedByHand(moving));
});

test('it waits until all is moved, and asks nothing where nothing moves', async (t) => {
  const { stand, moving } = await beginMove(t);
  const moved = await untilProvisioned(stand.clients, moving);
  t.is(moved.alias.movingFrom, undefined);
  t.deepEqual(await stand.read(), moved);
  t.is(await stand.ask(), '200 two 2@old');
  stand.stack.aws.calls.clear();
  t.is(await untilProvisioned(stand.clients, moved), moved);
  t.deepEqual(stand.stack.aws.calls.list(), []);
});

test('an alias that somebody moves meanwhile is left alone', async (t) => {
  const { stand, moving } = await beginMove(t);
  await stand.moveAliasByHand('1');
  await t.throwsAsync(untilProvisioned(stand.clients, moving), { instanceOf: ConflictError });
});

test('what still serves is back by one write', async (t) => {
  const { stand, moving } = await beginMove(t);
  const restored = await putBack(stand.clients, moving, 'r2');
  t.is(restored?.alias.movingFrom, undefined);
  t.deepEqual(stand.writes(), [
    'alias PROD: 1 (trial 2@old after 1@old by release r1)',
    'alias PROD: 1 (accepted 1@old after nothing by release r2)',
  ]);
  t.is(await stand.ask(), '200 one 1@old');
});

for (const line of [/^alias PROD_STANDBY/, /^stage prod/]) {
  test(`on the way back killed before ${String(line)}, it goes on`, async (t) => {
    const stand = await openProvisioned(t);
    const onTrial = await beginTrial(stand.clients, await stand.read(), stand.pair('2@old'), 'r1');
    t.is(await stand.ask(), '200 two 2@old');
    // The standby of a rollout or a test before may be anywhere.
    await stand.stack.clients.lambda.send(moveStandbyByHand('2'));
    const read = await stand.read();
    t.is(read.alias.version, onTrial.alias.version);
    stand.writes();
    stand.dieBefore(line);
    await t.throwsAsync(putBack(stand.clients, read, 'r2'), { message: 'killed' });
    const left = await stand.read();
    t.is(journalOf(left)?.state, 'trial');
    const back = await putBack(stand.clients, left, 'r3');
    t.is(await stand.ask(), '200 one 1@old');
    t.truthy(back);
    await settle(stand.clients, await stand.read());
    const settled = await stand.read();
    t.is(settled.apiStage.alias, 'PROD');
    t.is(settled.alias.movingFrom, undefined);
    t.is(await stand.ask(), '200 one 1@old');
  });
}

test('on the way back the stage calls the standby until the alias is allocated', async (t) => {
  const stand = await openProvisioned(t);
  const onTrial = await beginTrial(stand.clients, await stand.read(), stand.pair('2@old'), 'r1');
  stand.writes();
  const back = await serveAgain(stand.clients, onTrial, stand.pair('1@old'), journalOf(onTrial));
  t.deepEqual(stand.writes(), [
    'alias PROD: 1 (trial 2@old after 1@old by release r1)',
    'stage prod: /deploymentId old, /variables/LambdaAlias PROD_STANDBY',
  ]);
  t.is(await stand.ask(), '200 one 1@old');
  t.deepEqual(pairOf(back), stand.pair('1@old'));
});
