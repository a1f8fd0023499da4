import test, { type ExecutionContext } from 'ava';
import { PutProvisionedConcurrencyConfigCommand } from '@aws-sdk/client-lambda';
import { GateError, UsageError } from '../../../../runner/errors.ts';
import { formatNext } from '../../../../runner/report/message.ts';
import { pinAliases } from '../../../../runner/steps/pin.ts';
import { planRollouts } from '../../../../runner/steps/rollouts.ts';
import { byWeights } from '../../../../runner/traffic/shifting/by-weights.ts';
import { readTargets } from '../../../../runner/traffic/target.ts';
import { createContext } from '../../behaviour/release/_release.ts';
import { putAlarm, putRedAlarm, quickRollout } from '../../behaviour/release/_rollout.ts';
import { createStack, functionName } from '../../behaviour/release/_stack.ts';
import { openStand, type Place, type Stand } from '../_stand.ts';

interface Options {
  readonly alarms?: string[];
  readonly ignoredAlarms?: readonly string[];
  readonly hasRollout?: boolean;
}

async function createPlan(
  t: ExecutionContext,
  stand: Stand,
  candidate: Place,
  { alarms = [], ignoredAlarms = [], hasRollout = true }: Options = {},
) {
  const context = createContext(t, stand.stack, {
    bundle: { zip: Buffer.alloc(0), codeSha256: '' },
    ignoredAlarms,
    targets: hasRollout ? { prod: { rollout: quickRollout({ alarms }) } } : {},
  });
  return planRollouts(context, [await stand.read()], stand.pair(candidate));
}

async function plan(...args: Parameters<typeof createPlan>) {
  const step = await createPlan(...args);
  const plans = await step.run();
  return { percents: plans.get('prod')?.percents, detail: step.detail?.(plans) };
}

for (const candidate of ['2@old', '1@new', '2@new'] as const) {
  test(`a candidate ${candidate} takes all steps`, async (t) => {
    t.deepEqual(await plan(t, await openStand(t), candidate), {
      percents: [20, 50],
      detail: 'prod by 20, 50 %',
    });
  });
}

test('the first release moves at once: nobody is to be sent to the placeholder', async (t) => {
  const stack = await createStack(t);
  const context = createContext(t, stack, {
    bundle: { zip: Buffer.alloc(0), codeSha256: '' },
    targets: { prod: { rollout: quickRollout() } },
  });
  const targets = await readTargets(context.clients, stack.outputs, ['prod']);
  const pinned = await pinAliases(context, stack.outputs, targets).run();
  const candidate = { version: '2', deployment: stack.outputs.deploymentId };
  const step = planRollouts(context, pinned, candidate);
  const plans = await step.run();
  t.deepEqual(plans.get('prod')?.percents, []);
  t.is(step.detail?.(plans), 'prod at once');
});

test('a target without a rollout is in no plan', async (t) => {
  const stand = await openStand(t);
  const expected = { percents: undefined, detail: 'none' };
  t.deepEqual(await plan(t, stand, '2@old', { hasRollout: false }), expected);
});

test('what a target accepted already is not rolled out again', async (t) => {
  const stand = await openStand(t);
  t.deepEqual(await plan(t, stand, '1@old'), { percents: undefined, detail: 'none' });
});

test('a rollout that was interrupted goes on where it was', async (t) => {
  const stand = await openStand(t);
  const share = { candidate: stand.pair('2@old'), percent: 50, release: 'killed' };
  await byWeights(stand.clients).setShare(await stand.read(), share);
  t.deepEqual((await plan(t, stand, '2@old')).percents, [50]);
});

test('where AWS cannot shift requests, that is told before anything moves', async (t) => {
  const stand = await openStand(t);
  await stand.stack.clients.lambda.send(
    new PutProvisionedConcurrencyConfigCommand({
      FunctionName: functionName,
      Qualifier: 'PROD',
      ProvisionedConcurrentExecutions: 1,
    }),
  );
  await t.throwsAsync(plan(t, stand, '2@old'), {
    instanceOf: UsageError,
    message: /^Target prod cannot be rolled out: alias PROD has provisioned concurrency/,
  });
  t.deepEqual((await plan(t, stand, '2@new')).percents, [20, 50], 'a canary can');
});

test('an alarm that does not exist is told by its name', async (t) => {
  const stand = await openStand(t);
  await t.throwsAsync(plan(t, stand, '2@old', { alarms: ['orders-lost', 'typo'] }), {
    instanceOf: UsageError,
    message: 'There is no CloudWatch alarm orders-lost, typo',
  });
});

test('an alarm that is red already stops the release, unless it is ignored', async (t) => {
  const stand = await openStand(t);
  await putRedAlarm(stand.stack.clients.cloudwatch, 'orders-lost');
  const alarms = ['orders-lost'];
  const error = await t.throwsAsync(plan(t, stand, '2@old', { alarms }), {
    instanceOf: GateError,
    message: 'The alarm orders-lost is red already',
  });
  t.regex(formatNext(error.next, 'local'), /npm run release -- --ignore-alarms orders-lost$/);
  const ignored = await plan(t, stand, '2@old', { alarms, ignoredAlarms: alarms });
  t.deepEqual(ignored.percents, [20, 50]);
});

test('an alarm that is not red stops nothing', async (t) => {
  const stand = await openStand(t);
  await putAlarm(stand.stack.clients.cloudwatch, 'orders-lost');
  const { percents } = await plan(t, stand, '2@old', { alarms: ['orders-lost'] });
  t.deepEqual(percents, [20, 50]);
});

test('a dry run tells the steps of the configuration', async (t) => {
  const { planned } = await createPlan(t, await openStand(t), '2@old');
  t.is(planned?.detail, 'prod by 20, 50 %');
  t.deepEqual(planned?.result, new Map());
});
