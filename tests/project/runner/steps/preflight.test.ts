import test, { type ExecutionContext } from 'ava';
import { EnvironmentError, LockedError } from '../../../../runner/errors.ts';
import { formatHolder } from '../../../../runner/lock/lock-holder.ts';
import { preflight } from '../../../../runner/steps/preflight.ts';
import { noRecord } from '../../behaviour/release/_context.ts';
import { createContext } from '../../behaviour/release/_release.ts';
import { eventually } from '../_eventually.ts';
import { elsewhere, leftBehind, openLockStand, type LockStand } from '../lock/_lock.ts';

function createPreflight(t: ExecutionContext, { stack }: LockStand, allowed: string[] = []) {
  const notes: string[] = [];
  const context = createContext(t, stack, {
    bundle: { zip: Buffer.alloc(0), codeSha256: '' },
    onEvent: (event) => {
      notes.push(...(event.kind === 'note' ? [event.text] : []));
    },
  });
  const settings = { ...context.settings, allowedAccountIds: allowed };
  return { step: preflight({ ...context, settings }), notes, context };
}

test('it tells who calls, and finds the stack; nothing is written', async (t) => {
  const stand = await openLockStand(t, 'free');
  const { step, notes } = createPreflight(t, stand, ['123456789012']);
  stand.stack.aws.calls.clear();
  const result = await step.run();
  t.is(result.lock.interrupted, undefined);
  t.like(result.provisioning, { kind: 'unknown', program: { name: 'local' } });
  t.is(step.detail?.(result), 'account 123456789012, eu-west-1');
  t.deepEqual(notes, []);
  t.deepEqual(
    stand.stack.aws.calls
      .list()
      .map(({ operation }) => operation)
      .sort(),
    ['GetAlias', 'GetCallerIdentity'],
  );
});

test('what a release left that was killed is told', async (t) => {
  const stand = await openLockStand(t, leftBehind('r0'));
  const { step, notes } = createPreflight(t, stand);
  t.is((await step.run()).lock.interrupted, 'r0');
  t.deepEqual(notes, ['Release r0 was interrupted; this one continues from what it left.']);
});

test('while another release is running, nothing begins', async (t) => {
  const held = (beat: number) => formatHolder({ release: 'r0', process: elsewhere, beat });
  const stand = await openLockStand(t, held(1));
  stand.stack.aws.calls.clear();
  const running = t.throwsAsync(createPreflight(t, stand).step.run(), { instanceOf: LockedError });
  await eventually(t, () => stand.calls('GetAlias') >= 1, 'the lock was read');
  await stand.write(held(2));
  await running;
});

test('with the credentials of another account nothing begins', async (t) => {
  const stand = await openLockStand(t, 'free');
  const { step } = createPreflight(t, stand, ['210987654321']);
  await t.throwsAsync(step.run(), { instanceOf: EnvironmentError });
});

const unchanged = {
  outputs: {
    functionName: 'greeting',
    functionArn: 'arn',
    restApiId: 'a1b2c3',
    deploymentId: 'd1',
    targets: {},
  },
  since: new Date(),
};

for (const mustProvision of [false, true]) {
  test(`where nothing changed Pulumi is ${mustProvision ? 'opened when told to' : 'not opened'}`, async (t) => {
    const stand = await openLockStand(t, 'free');
    const { context } = createPreflight(t, stand);
    const provisionRecord = { ...noRecord, findUnchanged: () => Promise.resolve(unchanged) };
    const { provisioning } = await preflight({ ...context, provisionRecord, mustProvision }).run();
    t.is(provisioning.kind, mustProvision ? 'unknown' : 'unchanged');
  });
}

test('without a Pulumi CLI nothing begins', async (t) => {
  const stand = await openLockStand(t, 'free');
  const { context } = createPreflight(t, stand);
  const openProgram = () => Promise.reject(new EnvironmentError('no CLI', { text: 'install it' }));
  await t.throwsAsync(preflight({ ...context, openProgram }).run(), { message: 'no CLI' });
});
