import test, { type ExecutionContext } from 'ava';
import { readHistory } from '../../../../runner/history/entries.ts';
import type { ReleaseEvent } from '../../../../runner/report/events.ts';
import { acceptTrial, beginTrial } from '../../../../runner/traffic/promotion.ts';
import { readTarget } from '../../../../runner/traffic/target.ts';
import { recordedCalls } from './_calls.ts';
import { startRelease } from './_child.ts';
import { createContext, runFailingRelease, runRelease, type ReleaseOptions } from './_release.ts';
import { runRollback } from './_rollback.ts';
import { leaveShifted, putRedAlarm, quickRollout, releaseFirst } from './_rollout.ts';
import { createStack, functionName, handlerSaying, type TestStack } from './_stack.ts';
import { red } from './_tier-commands.ts';

const until = 'stage';

/** A second release that stopped after `stage`; no target asks for approval. */
async function releaseUntilStage(t: ExecutionContext, stack: TestStack) {
  await releaseFirst(t, stack);
  const bundle = await handlerSaying(t, 'second');
  return { bundle, report: await runRelease(t, stack, { bundle, until }) };
}

/** The steps of a run, as they began. */
async function stepsOf(t: ExecutionContext, stack: TestStack, options: ReleaseOptions) {
  const steps: string[] = [];
  const onEvent = (event: ReleaseEvent) => {
    if (event.kind === 'step-started') {
      steps.push(event.step);
    }
  };
  const report = await runRelease(t, stack, { ...options, onEvent });
  return { report, steps };
}

test.serial('the targets behind it wait, and --continue takes the same pair on', async (t) => {
  const stack = await createStack(t, {}, { hasStandby: true });
  const { bundle, report } = await releaseUntilStage(t, stack);
  t.is(report.outcome, 'waiting for approval');
  t.is(report.waiting, 'prod');
  t.regex(await stack.ask('stage'), /^200 second 3@/);
  t.regex(await stack.ask('prod'), /^200 first 2@/);
  t.is((await stack.alias('RELEASE')).description, 'free');

  stack.aws.calls.clear();
  const { report: continued, steps } = await stepsOf(t, stack, { bundle, isContinued: true });
  t.is(continued.outcome, 'released');
  t.regex(await stack.ask('prod'), /^200 second 3@/);
  t.true(steps.includes('api-tier-prod'), 'with all its gates');
  const made = recordedCalls(stack).map(({ operation }) => operation);
  t.false(made.includes('lambda:UpdateFunctionCode') || made.includes('lambda:PublishVersion'));
  const [approval] = await readHistory(stack.clients, functionName, 1);
  t.is(approval?.approves, 'prod');
});

test.serial('what a rollout behind it needs keeps nobody from the targets before', async (t) => {
  const stack = await createStack(t);
  await releaseFirst(t, stack);
  await putRedAlarm(stack.clients.cloudwatch, 'orders');
  const bundle = await handlerSaying(t, 'second');
  const targets = { prod: { rollout: quickRollout({ alarms: ['orders'] }) } };
  t.is((await runRelease(t, stack, { bundle, until, targets })).outcome, 'waiting for approval');
  t.regex(await stack.ask('stage'), /^200 second 3@/);

  const red = await runFailingRelease(t, stack, { bundle, isContinued: true, targets });
  t.regex(red.message, /^The alarm orders is red already/);
  t.regex(await stack.ask('prod'), /^200 first 2@/);
});

test.serial(
  'once more it stays where it is, and up to the last target it is a whole release',
  async (t) => {
    const stack = await createStack(t);
    const { bundle } = await releaseUntilStage(t, stack);
    const again = await runRelease(t, stack, { bundle, until });
    t.is(again.outcome, 'waiting for approval');
    t.regex(await stack.ask('prod'), /^200 first 2@/);
    t.is((await runRelease(t, stack, { bundle, until: 'prod' })).outcome, 'released');
    t.is((await runRelease(t, stack, { bundle, until })).outcome, 'nothing to release');
  },
);

test.serial('another bundle, or API definition, is not what --continue takes on', async (t) => {
  const stack = await createStack(t);
  const { bundle } = await releaseUntilStage(t, stack);
  const other = await handlerSaying(t, 'third');
  const changed = await runFailingRelease(t, stack, { bundle: other, isContinued: true });
  t.is(changed.status, 2);
  t.regex(changed.message, /waits before target prod, is 3@\w+; .* is not the same/);
  const deploymentId = await stack.deployApi((body) => body.replaceAll("'no-store'", "'other'"));
  const options = { bundle, deploymentId, isContinued: true };
  t.is((await runFailingRelease(t, stack, options)).status, 2);
  t.regex(await stack.ask('prod'), /^200 first 2@/);
});

test.serial(
  'after another release in between, what was tested before is not taken on',
  async (t) => {
    const stack = await createStack(t);
    const { bundle } = await releaseUntilStage(t, stack);
    const third = await handlerSaying(t, 'third');
    await runRelease(t, stack, { bundle: third, until });
    const late = await runFailingRelease(t, stack, { bundle, isContinued: true });
    t.is(late.status, 2);
    t.regex(late.message, /waits before target prod, is 4@/);
    t.regex(await stack.ask('prod'), /^200 first 2@/);
    t.is((await runRelease(t, stack, { bundle: third, isContinued: true })).outcome, 'released');
    t.regex(await stack.ask('prod'), /^200 third 4@/);
  },
);

test.serial('after a rollback of the target before, nothing waits', async (t) => {
  const stack = await createStack(t);
  const { bundle } = await releaseUntilStage(t, stack);
  await runRollback(t, stack, { target: 'stage' });
  const refused = await runFailingRelease(t, stack, { bundle, isContinued: true });
  t.regex(refused.message, /^Nothing waits for approval\./);
  t.regex(await stack.ask('prod'), /^200 first 2@/);
});

test.serial('what a killed release left on trial behind it is put back', async (t) => {
  const stack = await createStack(t);
  const { bundle } = await releaseUntilStage(t, stack);
  await leaveShifted(t, stack, '3');
  const report = await runRelease(t, stack, { bundle, until });
  t.is(report.outcome, 'waiting for approval');
  t.deepEqual(report.targets[1]?.alias.weights, {});
  t.regex((await stack.alias('PROD')).description, /^accepted 2@/);
});

test.serial(
  'what a release that was killed before it tidied up left waiting is taken on',
  async (t) => {
    const stack = await createStack(t);
    await releaseFirst(t, stack);
    const bundle = await handlerSaying(t, 'second');
    const deploymentId = await stack.deployApi((body) => body.replaceAll("'no-store'", "'second'"));
    await runFailingRelease(t, stack, { bundle, deploymentId, tiers: { api: red } });
    const { clients, writers } = createContext(t, stack, { bundle });
    const stage = await readTarget(clients, stack.outputs, 'stage');
    const candidate = { version: '3', deployment: deploymentId };
    const trial = await beginTrial(writers, stage, candidate, 'killed');
    const accepted = await acceptTrial(writers, trial, 'killed');
    t.is(accepted.apiStage.alias, 'STAGE_STANDBY');
    const report = await runRelease(t, stack, { bundle, deploymentId, isContinued: true });
    t.is(report.outcome, 'released');
    t.regex(await stack.ask('prod'), /^200 second 3@/);
  },
);

/** Every how many of the calls that write it is killed after one; and after each of the last two. */
const stride = 4;

test.serial('killed while it goes on, --continue once more ends it', async (t) => {
  t.timeout(180_000);
  const stack = await createStack(t, {}, { hasStandby: true });
  await releaseFirst(t, stack);
  const begin = async (greeting: string) => {
    const bundle = await handlerSaying(t, greeting);
    const deploymentId = await stack.deployApi((body) =>
      body.replaceAll("'no-store'", `'${greeting}'`),
    );
    await runRelease(t, stack, { bundle, deploymentId, until });
    const inputs = { bundle, deploymentId, isContinued: true };
    return { inputs, child: await startRelease(t, stack, { ...inputs, id: 'killed' }) };
  };
  const { child: whole } = await begin('whole');
  stack.aws.calls.clear();
  whole.begin();
  t.is((await whole.ended()).status, 0);
  const writes = recordedCalls(stack).filter(({ operation }) => operation.includes(':Update'));
  const points = writes.filter((_, at) => at % stride === 0 || at >= writes.length - 2);
  t.true(points.length > 3);

  for (const { operation, nth: call } of points) {
    const point = `${operation} ${String(call)}`;
    const { inputs, child } = await begin(point);
    stack.aws.faults.replace([{ operation, call, kind: 'exit-before', pid: child.pid }]);
    child.begin();
    t.is((await child.ended()).status, null, `${point}: it was killed`);
    stack.aws.faults.clear();
    t.is((await runRelease(t, stack, inputs)).outcome, 'released', point);
    t.true((await stack.ask('prod')).startsWith(`200 ${point} `), point);
    t.is((await stack.alias('RELEASE')).description, 'free', point);
  }
});
