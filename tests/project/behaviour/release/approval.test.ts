import { UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import { UpdateAliasCommand } from '@aws-sdk/client-lambda';
import test from 'ava';
import { readHistory } from '../../../../runner/history/entries.ts';
import { npmRun } from '../../../../runner/report/next.ts';
import { approvalOf } from '../../../../runner/traffic/waiting.ts';
import { runFailingRelease, runRelease, type ReleaseOptions } from './_release.ts';
import { leaveShifted, quickRollout, releaseFirst } from './_rollout.ts';
import { runRollback } from './_rollback.ts';
import { red, redOn } from './_tier-commands.ts';
import { createStack, functionName, handlerSaying } from './_stack.ts';

const targets = { prod: { approval: 'required' } } as const satisfies ReleaseOptions['targets'];

test.serial(
  'a release stops before a target that asks for approval, and is continued',
  async (t) => {
    const stack = await createStack(t);
    await releaseFirst(t, stack);
    const bundle = await handlerSaying(t, 'second');
    const stopped = await runRelease(t, stack, { bundle, targets });
    t.is(stopped.outcome, 'waiting for approval');
    t.is(stopped.waiting, 'prod');
    t.deepEqual(
      stopped.targets.map(({ name, alias }) => `${name} ${alias.version}`),
      ['stage 3', 'prod 2'],
    );
    t.regex(await stack.ask('stage'), /^200 second 3@/);
    t.regex(await stack.ask('prod'), /^200 first 2@/);
    t.is((await stack.alias('RELEASE')).description, 'free');

    const again = await runRelease(t, stack, { bundle, targets });
    t.is(again.outcome, 'waiting for approval');

    const continued = await runRelease(t, stack, { bundle, targets, isContinued: true });
    t.is(continued.outcome, 'released');
    t.regex(await stack.ask('prod'), /^200 second 3@/);
    const [approval, stop] = await readHistory(stack.clients, functionName, 2);
    t.is(approval?.approves, 'prod');
    t.regex(approval?.who ?? '', /^arn:/);
    t.is(stop?.approves, undefined);
  },
);

test.serial('what was not tested is not continued', async (t) => {
  const stack = await createStack(t);
  await releaseFirst(t, stack);
  const bundle = await handlerSaying(t, 'second');
  await runRelease(t, stack, { bundle, targets });

  const other = await handlerSaying(t, 'third');
  const changed = await runFailingRelease(t, stack, { bundle: other, targets, isContinued: true });
  t.is(changed.status, 2);
  t.regex(changed.message, /waits before target prod, is 3@\w+; the code, .* is not the same/);

  const deploymentId = await stack.deployApi((body) => body.replaceAll("'no-store'", "'other'"));
  const options = { bundle, deploymentId, targets, isContinued: true };
  t.is((await runFailingRelease(t, stack, options)).status, 2);
  t.regex(await stack.ask('stage'), /^200 second 3@/);
  t.regex(await stack.ask('prod'), /^200 first 2@/);
});

test.serial('nothing waits before a release, after it, and after a rollback', async (t) => {
  const stack = await createStack(t);
  const bundle = await handlerSaying(t, 'first');
  const options = { bundle, targets, isContinued: true };
  const refusals = [await runFailingRelease(t, stack, options)];
  await releaseFirst(t, stack);
  refusals.push(await runFailingRelease(t, stack, options));
  const second = await handlerSaying(t, 'second');
  await runRelease(t, stack, { bundle: second });
  await runRollback(t, stack);
  refusals.push(await runFailingRelease(t, stack, { ...options, bundle: second }));
  for (const { status, message } of refusals) {
    t.is(status, 2);
    t.regex(message, /^Nothing waits for approval\. .* Next: npm run release$/);
  }
  t.regex(await stack.ask('prod'), /^200 first 2@/);
});

test.serial(
  'a release that was approved and killed goes on without being approved again',
  async (t) => {
    const stack = await createStack(t);
    await releaseFirst(t, stack);
    const bundle = await handlerSaying(t, 'second');
    await runRelease(t, stack, { bundle, targets });
    await leaveShifted(t, stack, '3');

    const rollout = { prod: { ...targets.prod, rollout: quickRollout() } };
    const { outcome } = await runRelease(t, stack, { bundle, targets: rollout });
    t.is(outcome, 'released');
    t.regex(await stack.ask('prod'), /^200 second 3@/);
  },
);

test.serial(
  'what a killed release left on trial is put back before approval is asked',
  async (t) => {
    const stack = await createStack(t);
    await releaseFirst(t, stack);
    const second = await handlerSaying(t, 'second');
    await runRelease(t, stack, { bundle: second, targets });
    await leaveShifted(t, stack, '3');

    const third = await handlerSaying(t, 'third');
    const { outcome, targets: now } = await runRelease(t, stack, { bundle: third, targets });
    t.is(outcome, 'waiting for approval');
    t.deepEqual(now[1]?.alias.weights, {});
    t.regex((await stack.alias('PROD')).description, /^accepted 2@/);
  },
);

test.serial('a release that stops after it had put that back says so', async (t) => {
  const stack = await createStack(t);
  await releaseFirst(t, stack);
  await runRelease(t, stack, { bundle: await handlerSaying(t, 'second'), targets });
  await leaveShifted(t, stack, '3');
  const third = await handlerSaying(t, 'third');
  const failed = await runFailingRelease(t, stack, { bundle: third, tiers: { lambda: red } });
  t.deepEqual([failed.status, failed.putBack], [1, ['prod']]);
  t.regex(await stack.ask('prod'), /^200 first 2@/);
});

test.serial('where that was what is released again, nothing waits', async (t) => {
  const stack = await createStack(t);
  const first = await handlerSaying(t, 'first');
  await runRelease(t, stack, { bundle: first });
  const bundle = await handlerSaying(t, 'second');
  await runRelease(t, stack, { bundle, targets });
  await leaveShifted(t, stack, '3');

  const report = await runRelease(t, stack, { bundle: first, targets });
  t.is(report.outcome, 'released');
  for (const target of ['stage', 'prod'] as const) {
    t.regex(await stack.ask(target), /^200 first 2@/);
  }
  t.is((await runRelease(t, stack, { bundle: first, targets })).outcome, 'nothing to release');
});

test.serial(
  'what a killed release left to tidy up is tidied up before approval is asked',
  async (t) => {
    const stack = await createStack(t);
    await releaseFirst(t, stack);
    const { clients, outputs } = stack;
    const accepted = { FunctionName: functionName, FunctionVersion: '2' };
    await clients.lambda.send(new UpdateAliasCommand({ ...accepted, Name: 'PROD_STANDBY' }));
    await clients.apigateway.send(
      new UpdateStageCommand({
        restApiId: outputs.restApiId,
        stageName: 'prod',
        patchOperations: [{ op: 'replace', path: '/variables/LambdaAlias', value: 'PROD_STANDBY' }],
      }),
    );
    await clients.lambda.send(
      new UpdateAliasCommand({ ...accepted, FunctionVersion: '1', Name: 'PROD' }),
    );

    const second = await handlerSaying(t, 'second');
    const { outcome, targets: now } = await runRelease(t, stack, { bundle: second, targets });
    t.is(outcome, 'waiting for approval');
    t.like(now[1], { alias: { version: '2' }, apiStage: { alias: 'PROD' } });
    t.regex(await stack.ask('prod'), /^200 first 2@/);
  },
);

test.serial(
  'an API definition that comes back is approved, also after its gates were red',
  async (t) => {
    const stack = await createStack(t);
    const bundle = await handlerSaying(t, 'first');
    await runRelease(t, stack, { bundle });
    const deploymentId = await stack.deployApi((body) => body.replaceAll("'no-store'", "'other'"));
    await runRelease(t, stack, { bundle, deploymentId });

    // The edit is reverted: the same definition has the deployment that it had.
    const { outcome, waiting } = await runRelease(t, stack, { bundle, targets });
    t.deepEqual([outcome, waiting], ['waiting for approval', 'prod']);
    const options = { bundle, targets, isContinued: true };
    const failed = await runFailingRelease(t, stack, { ...options, tiers: { api: redOn('prod') } });
    t.is(failed.status, 1);
    t.is(await stack.ask('prod'), `200 first 2@${deploymentId}`);
    t.is((await runRelease(t, stack, options)).outcome, 'released');
    t.is(await stack.ask('prod'), `200 first 2@${stack.outputs.deploymentId}`);
  },
);

test.serial('what a rollback took away is approved with --again only', async (t) => {
  const stack = await createStack(t);
  await releaseFirst(t, stack);
  const bundle = await handlerSaying(t, 'second');
  await runRelease(t, stack, { bundle });
  await runRollback(t, stack);

  const report = await runRelease(t, stack, { bundle, targets, isAgain: true });
  t.is(report.outcome, 'waiting for approval');
  t.deepEqual(approvalOf(report.targets), npmRun('release', '--continue', '--again'));
  const options = { bundle, targets, isContinued: true };
  const refused = await runFailingRelease(t, stack, options);
  t.regex(refused.message, /^Nothing waits for approval\./);
  t.regex(await stack.ask('prod'), /^200 first 2@/);
  t.is((await runRelease(t, stack, { ...options, isAgain: true })).outcome, 'released');
  t.regex(await stack.ask('prod'), /^200 second 3@/);
});

test.serial(
  'what a rollback of the target before left is approved with --again only',
  async (t) => {
    const stack = await createStack(t);
    const bundle = await handlerSaying(t, 'first');
    await runRelease(t, stack, { bundle });
    await runRelease(t, stack, { bundle: await handlerSaying(t, 'second') });
    await runRollback(t, stack, { target: 'stage' });
    // As a job would that was left from the first release.
    const options = { bundle, targets, isContinued: true };
    const late = await runFailingRelease(t, stack, options);
    t.regex(late.message, /^Nothing waits for approval\./);

    const report = await runRelease(t, stack, { bundle, targets });
    t.is(report.outcome, 'waiting for approval');
    t.deepEqual(approvalOf(report.targets), npmRun('release', '--continue', '--again'));
    t.regex((await runFailingRelease(t, stack, options)).message, /^Nothing waits for approval\./);
    t.regex(await stack.ask('prod'), /^200 second 3@/);
    t.is((await runRelease(t, stack, { ...options, isAgain: true })).outcome, 'released');
    t.regex(await stack.ask('prod'), /^200 first 2@/);
  },
);
