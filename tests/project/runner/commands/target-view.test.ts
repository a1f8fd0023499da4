import test from 'ava';
import { describeTarget } from '../../../../runner/commands/target-view.ts';
import { targetAt } from '../_targets.ts';

test('a target is told by the pair that requests meet, whichever alias its API stage calls', (t) => {
  const target = targetAt('6@new', { standby: '7', callsStandby: true });
  const { version, weights, deploymentId } = describeTarget(target);
  t.deepEqual(
    { version, weights, deploymentId },
    { version: '7', weights: {}, deploymentId: 'new' },
  );
});
