import { DeleteAliasCommand, DeleteFunctionCommand } from '@aws-sdk/client-lambda';
import test, { type ExecutionContext } from 'ava';
import { moveStandby } from '../../../../runner/traffic/standby.ts';
import { acceptTrial, beginTrial } from '../../../../runner/traffic/promotion.ts';
import { isSettled, settle } from '../../../../runner/traffic/settling.ts';
import { pairOf } from '../../../../runner/traffic/target.ts';
import { functionName } from '../../behaviour/release/_stack.ts';
import { openStand, type Place, type Stand } from '../_stand.ts';

async function acceptedAfter(t: ExecutionContext, place: Place, versions = 2): Promise<Stand> {
  const stand = await openStand(t, { versions });
  const onTrial = await beginTrial(stand.clients, await stand.read(), stand.pair(place), 'r1');
  await acceptTrial(stand.clients, onTrial, 'r1');
  stand.writes();
  return stand;
}

const accepted = '(accepted 2@new after 1@old by release r1)';

test('after a change of both the alias follows, the stage comes back, the standby takes the pair before', async (t) => {
  const stand = await acceptedAfter(t, '2@new');
  const target = await stand.read();
  t.false(isSettled(target));
  const settled = await settle(stand.clients, target);
  t.deepEqual(stand.writes(), [
    `alias PROD: 2 ${accepted}`,
    'stage prod: /deploymentId new, /variables/LambdaAlias PROD',
    'alias PROD_STANDBY: 1 (standby of PROD)',
  ]);
  t.true(isSettled(settled));
  t.deepEqual(await stand.read(), settled);
  t.is(await settle(stand.clients, settled), settled);
  t.deepEqual(stand.writes(), []);
});

for (const place of ['2@old', '1@new'] as const) {
  test(`after ${place} there is nothing to settle, as going back is one move of its own`, async (t) => {
    const stand = await acceptedAfter(t, place);
    const target = await stand.read();
    t.true(isSettled(target));
    t.is(await settle(stand.clients, target), target);
  });
}

for (const line of [/^alias PROD: 2/, /^stage prod/, /^alias PROD_STANDBY/]) {
  test(`killed before ${String(line)}, it serves the pair whole, and goes on`, async (t) => {
    const stand = await acceptedAfter(t, '2@new');
    stand.dieBefore(line);
    await t.throwsAsync(settle(stand.clients, await stand.read()), { message: 'killed' });
    t.is(await stand.ask(), '200 two 2@new');
    const settled = await settle(stand.clients, await stand.read());
    t.deepEqual(pairOf(settled), stand.pair('2@new'));
    t.is(settled.standby.version, '1');
    t.is(await stand.ask(), '200 two 2@new');
  });
}

test('what is on trial is not settled', async (t) => {
  const stand = await openStand(t);
  const onTrial = await beginTrial(stand.clients, await stand.read(), stand.pair('2@new'), 'r1');
  t.is(await settle(stand.clients, onTrial), onTrial);
});

test('a version before that was deleted leaves the standby where it is', async (t) => {
  const stand = await acceptedAfter(t, '2@new');
  const { lambda } = stand.stack.clients;
  // An alias that points at a version keeps it, so the others go, and this one right before it comes.
  for (const Name of ['STAGE', 'STAGE_STANDBY']) {
    await lambda.send(new DeleteAliasCommand({ FunctionName: functionName, Name }));
  }
  const aside = await moveStandby(stand.clients, await stand.read(), '2');
  stand.before(/^alias PROD_STANDBY/, () =>
    lambda.send(new DeleteFunctionCommand({ FunctionName: functionName, Qualifier: '1' })),
  );
  const settled = await settle(stand.clients, aside);
  t.is(settled.standby.version, '2');
});
