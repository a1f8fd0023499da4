import test from 'ava';
import { stopForApproval } from '../../../../runner/steps/approval.ts';
import { beginTrial } from '../../../../runner/traffic/promotion.ts';
import { hasAccepted, readTarget } from '../../../../runner/traffic/target.ts';
import { openStand } from '../_stand.ts';

test('before it waits, what a killed release left on trial is put back, and the rest stays', async (t) => {
  const stand = await openStand(t);
  const { clients, stack } = stand;
  const prod = await beginTrial(clients, await stand.read(), stand.pair('2@new'), 'killed');
  const stage = await readTarget(clients, stack.outputs, 'stage');
  const step = stopForApproval({ writers: clients, id: 'r1' }, [prod, stage]);
  const rest = await step.run();
  t.is(rest[1], stage);
  t.deepEqual(rest[0], await stand.read());
  t.true(rest.every((target) => hasAccepted(target, stand.pair('1@old'))));
  t.is(step.title, 'approval for prod');
});
