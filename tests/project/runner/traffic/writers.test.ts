import { UpdateAliasCommand } from '@aws-sdk/client-lambda';
import test from 'ava';
import { ConflictError } from '../../../../runner/errors.ts';
import { moveApiStage } from '../../../../runner/aws/api-stage.ts';
import { moveAlias, moveStage, writeJournal } from '../../../../runner/traffic/move.ts';
import { moveStandby } from '../../../../runner/traffic/standby.ts';
import { Propagation } from '../../../../runner/traffic/propagation.ts';
import { beginTrial } from '../../../../runner/traffic/promotion.ts';
import { functionName } from '../../behaviour/release/_stack.ts';
import { openStand, type Stand } from '../_stand.ts';
import { journal } from '../_targets.ts';

test('what AWS refuses for another reason is no conflict', async (t) => {
  const stand = await openStand(t);
  const target = await stand.read();
  const nowhere = journal('trial', '99@old');
  await t.throwsAsync(moveAlias(stand.clients, target, '99', nowhere), {
    name: 'ResourceNotFoundException',
  });
});

test('an alias that somebody wrote over with the same moves, one that was moved does not', async (t) => {
  const stand = await openStand(t, { versions: 3 });
  const target = await stand.read();
  await stand.moveAliasByHand(target.alias.version);
  t.not((await stand.read()).alias.revisionId, target.alias.revisionId);
  const moved = await moveAlias(stand.clients, target, '2', journal('trial', '2@old'));
  t.is(moved.alias.version, '2');
  t.deepEqual(await stand.read(), moved);

  await stand.moveAliasByHand('3');
  await t.throwsAsync(moveAlias(stand.clients, moved, '1', journal('accepted', '1@old')), {
    instanceOf: ConflictError,
  });
  t.is((await stand.read()).alias.version, '3');
});

test('the standby alias that is where it has to be is not touched', async (t) => {
  const stand = await openStand(t);
  const target = await stand.read();
  t.is(await moveStandby(stand.clients, target, '1'), target);
  t.deepEqual(stand.writes(), []);
});

test('weights of a standby alias that is at its version are taken off', async (t) => {
  const stand = await openStand(t, { versions: 2 });
  const standby = { FunctionName: functionName, Name: 'PROD_STANDBY' };
  const RoutingConfig = { AdditionalVersionWeights: { '2': 0.5 } };
  await stand.stack.clients.lambda.send(new UpdateAliasCommand({ ...standby, RoutingConfig }));
  const moved = await moveStandby(stand.clients, await stand.read(), '1');
  t.deepEqual(moved.standby.weights, {});
  t.deepEqual(await stand.read(), moved);
});

test('an API stage does not leave an alias that somebody moved', async (t) => {
  const stand = await openStand(t, { versions: 3 });
  const ready = await moveStandby(stand.clients, await stand.read(), '2');
  await stand.moveAliasByHand('3');
  const { deployment: deploymentId } = stand.pair('2@new');
  const moving = moveStage(stand.clients, ready, { deploymentId, alias: 'PROD_STANDBY' });
  await t.throwsAsync(moving, { instanceOf: ConflictError });
  t.is((await stand.read()).apiStage.alias, 'PROD');
});

test('a standby alias that answers callers is not moved', async (t) => {
  const stand = await openStand(t, { versions: 3 });
  const called = await beginTrial(stand.clients, await stand.read(), stand.pair('2@new'), 'r1');
  t.is(called.apiStage.alias, 'PROD_STANDBY');
  stand.writes();
  await t.throwsAsync(moveStandby(stand.clients, called, '3'), {
    message: 'API stage prod calls PROD_STANDBY, so it is not moved',
  });
  t.is(await moveStandby(stand.clients, called, '2'), called);
  t.deepEqual(stand.writes(), []);
});

test('the standby alias moves only when no canary sends requests to it', async (t) => {
  const stand = await openStand(t, { versions: 3 });
  const ready = await moveStandby(stand.clients, await stand.read(), '2');
  const { deployment: deploymentId } = stand.pair('2@new');
  const canary = { percent: 20, deploymentId, alias: 'PROD_STANDBY' };
  const { apigateway } = stand.stack.clients;
  const apiStage = await moveApiStage(apigateway, ready.apiStage, { ...ready.apiStage, canary });
  stand.writes();
  const moved = await moveStandby(stand.clients, { ...ready, apiStage }, '3');
  t.deepEqual(stand.writes(), [
    'stage prod: /deploymentId old, /variables/LambdaAlias PROD, no /canarySettings',
    'alias PROD_STANDBY: 3 (standby of PROD)',
  ]);
  t.deepEqual(await stand.read(), moved);
});

test('a journal is written where it differs, and moves nothing', async (t) => {
  const stand = await openStand(t);
  const target = await stand.read();
  const same = journal('accepted', '1@old');
  const accepted = { ...same, pair: stand.pair('1@old'), release: 'r0' };
  t.deepEqual(await writeJournal(stand.clients, target, accepted), target);
  t.deepEqual(stand.writes(), []);
  await writeJournal(stand.clients, target, { ...accepted, state: 'trial' });
  t.deepEqual(stand.writes(), ['alias PROD: 1 (trial 1@old after nothing by release r0)']);
});

/** What moves wait for, with bounds that nobody could wait for in a test. */
function withBounds({ clients }: Stand) {
  const waits: string[] = [];
  const propagation = new Propagation(
    { alias: 100, stage: 1000, read: 0 },
    { onWait: ({ what }) => waits.push(what), sleep: () => Promise.resolve(), now: () => 0 },
  );
  return { waits, writers: { ...clients, propagation } };
}

test('an alias that moves waits for the stages, one that only gets a journal does not', async (t) => {
  const stand = await openStand(t);
  const { waits, writers } = withBounds(stand);
  const trial = journal('trial', '2@old', ['1@old']);
  const written = await writeJournal(writers, await stand.read(), trial);
  t.deepEqual(waits, []);
  await moveAlias(writers, written, '2', trial);
  t.deepEqual(waits, ['no host calls alias PROD by an earlier value']);
});

test('a stage that moves waits for each alias that it is to call', async (t) => {
  const stand = await openStand(t);
  const { waits, writers } = withBounds(stand);
  const target = await stand.read();
  const { deployment: deploymentId } = stand.pair('1@new');
  const canary = { percent: 20, deploymentId, alias: 'PROD_STANDBY' };
  const moved = await moveStage(writers, target, { ...target.apiStage, canary });
  t.deepEqual(waits, ['every host knows alias PROD', 'every host knows alias PROD_STANDBY']);
  t.deepEqual(await stand.read(), moved);
});

test('a stage that is where it has to be waits for nothing', async (t) => {
  const stand = await openStand(t);
  const { waits, writers } = withBounds(stand);
  const target = await stand.read();
  t.is(await moveStage(writers, target, target.apiStage), target);
  t.deepEqual([...waits, ...stand.writes()], []);
});

test('a wait ends when the release has to stop, and nothing is written', async (t) => {
  const stand = await openStand(t);
  const propagation = new Propagation({ alias: 100, stage: 100, read: 0 });
  const writers = { ...stand.clients, propagation, signal: AbortSignal.abort() };
  await t.throwsAsync(moveStandby(writers, await stand.read(), '2'), { name: 'AbortError' });
  t.deepEqual(stand.writes(), []);
});
