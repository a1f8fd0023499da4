import test, { type ExecutionContext } from 'ava';
import { pointsToRun } from '../../_helpers/matrix.ts';
import { startRollback } from './_child.ts';
import { runAndKill, type Kill } from './_killed.ts';
import { lagOf, lagsToRun, whenLagging } from './_lags.ts';
import { runFailingRelease, runRelease } from './_release.ts';
import { releaseBoth, runRollback } from './_rollback.ts';
import { createStack, handlerSaying, type TestStack } from './_stack.ts';
import { WholePairs } from './_trace.ts';

/** In the quick form it kills at every eighth call, at a lag of 0. */
const quickStride = 8;

for (const seconds of lagsToRun(0)) {
  const title = `killed before or after any of its calls, the same command converges${whenLagging(seconds)}`;
  test.serial(title, async (t) => {
    t.timeout(900_000);
    const stack = await createStack(t, lagOf(seconds));
    const whole = new WholePairs();
    const release = async (name: string) => {
      const deployment = await releaseBoth(t, stack, name);
      whole.add({ version: (await stack.alias('STAGE')).version, deployment });
    };
    await release('old');
    await release('new');
    const count = await countCalls(t, stack);
    const calls = Array.from({ length: count }, (_, index) => index + 1);
    let points = 0;
    for (const call of pointsToRun(calls, quickStride)) {
      for (const kind of ['exit-before', 'exit-after'] as const) {
        const point = `${kind}-${String(call)}`;
        const good = await stack.ask('prod');
        await release(point);
        await killAt(t, stack, { point, good, fault: { operation: '*', call, kind } });
        points += 1;
      }
    }
    t.log(`killed at ${String(points)} points; the rollback makes ${String(count)} calls`);
    t.log(whole.check(stack));
    t.true(points >= 4);
  });
}

async function countCalls(t: ExecutionContext, stack: TestStack): Promise<number> {
  const child = await startRollback(t, stack, { id: 'counted' });
  stack.aws.calls.clear();
  child.begin();
  t.is((await child.ended()).status, 0);
  return stack.aws.calls.list().length;
}

/** Kills a rollback to what `prod` served before, `good`, and lets the same command converge. */
async function killAt(
  t: ExecutionContext,
  stack: TestStack,
  { point, good, fault }: { readonly point: string; readonly good: string; readonly fault: Kill },
): Promise<void> {
  const bad = await stack.ask('prod');
  const onStage = await stack.ask('stage');
  const child = await startRollback(t, stack, { id: `killed-${point}` });
  const status = await runAndKill(stack, child, fault);
  t.true(status === null || status === 0, `${point}: ended with ${String(status)}`);
  t.true([good, bad].includes(await stack.ask('prod')), point);
  t.is(await stack.ask('stage'), onStage, point);

  // One that gave the lock back had ended.
  if ((await stack.alias('RELEASE')).description !== 'free' || !(await isRolledBack(stack))) {
    await runRollback(t, stack);
  }
  t.is(await stack.ask('prod'), good, point);
  t.true(await isRolledBack(stack), point);
  t.is((await stack.alias('RELEASE')).description, 'free', point);
}

async function isRolledBack(stack: TestStack): Promise<boolean> {
  return /^accepted .* rolled back from /.test((await stack.alias('PROD')).description);
}

test.serial('a release after a killed rollback completes it when it stops itself', async (t) => {
  const stack = await createStack(t);
  await releaseBoth(t, stack, 'one');
  const bundle = await handlerSaying(t, 'two');
  const deploymentId = await stack.deployApi((body) => body.replaceAll("'no-store'", `'two'`));
  await runRelease(t, stack, { bundle, deploymentId });
  const child = await startRollback(t, stack, { id: 'killed' });
  stack.aws.faults.replace([{ operation: 'UpdateStage', kind: 'exit-after', pid: child.pid }]);
  child.begin();
  await child.ended();
  stack.aws.faults.clear();
  const refused = await runFailingRelease(t, stack, { bundle, deploymentId });
  t.is(refused.status, 2);
  t.deepEqual(refused.putBack, ['prod']);
  t.regex(await stack.ask('prod'), /^200 one 2@/);
  t.regex((await stack.alias('PROD')).description, /^accepted 2@.*rolled back from 3@/);
});
