import test from 'ava';
import {
  findProvisionedConcurrency,
  setProvisionedConcurrency,
} from '../../../../runner/aws/provisioned-concurrency.ts';
import { functionName } from '../../behaviour/release/_stack.ts';
import { openStand } from '../_stand.ts';

test('an alias has none, gets some, gets another amount, and loses it', async (t) => {
  const { lambda } = (await openStand(t, { versions: 1 })).clients;
  const find = async () =>
    (await findProvisionedConcurrency(lambda, functionName, 'PROD'))?.requested;
  const seen = [await find()];
  for (const amount of [2, 1, 0, 0]) {
    await setProvisionedConcurrency(lambda, functionName, 'PROD', amount);
    seen.push(await find());
  }
  t.deepEqual(seen, [undefined, 2, 1, undefined, undefined]);
});

test('after the lease on the release lock nothing is asked for', async (t) => {
  const { lambda } = (await openStand(t, { versions: 1 })).clients;
  const lease = { signal: AbortSignal.abort(), isOver: () => true };
  for (const amount of [2, 0]) {
    await t.throwsAsync(setProvisionedConcurrency(lambda, functionName, 'PROD', amount, lease), {
      name: 'TimeoutError',
    });
  }
  t.is(await findProvisionedConcurrency(lambda, functionName, 'PROD'), undefined);
});
