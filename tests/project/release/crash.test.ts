import test, { type ExecutionContext } from 'ava';
import { startRelease } from './_child.ts';
import { runFailingRelease, runRelease } from './_release.ts';
import { createStack, handlerSaying, type TestStack } from './_stack.ts';
import { red } from './_tier-commands.ts';

const endless = 'node --eval setInterval(()=>0,1e6)';

/** Kills at every call in the full form, at every fifth in the quick one. */
const stride = process.env.FULL_MATRIX === '1' ? 1 : 5;

test.serial('killed before or after any of its calls, the next release converges', async (t) => {
  t.timeout(600_000);
  const stack = await createStack(t);
  await runRelease(t, stack, { bundle: await handlerSaying(t, 'first') });
  const calls = await countCalls(t, stack);
  let points = 0;
  for (let call = 1; call <= calls; call += stride) {
    for (const kind of ['exit-before', 'exit-after'] as const) {
      await killAt(t, stack, { operation: '*', call, kind });
      points += 1;
    }
  }
  t.log(`killed at ${String(points)} points of a code release with ${String(calls)} calls`);
  t.true(points >= 10);
});

async function countCalls(t: ExecutionContext, stack: TestStack): Promise<number> {
  const child = await startRelease(t, stack, {
    bundle: await handlerSaying(t, 'counted'),
    id: 'counted',
  });
  stack.aws.calls.clear();
  child.begin();
  t.is((await child.ended()).status, 0);
  return stack.aws.calls.list().length;
}

async function killAt(
  t: ExecutionContext,
  stack: TestStack,
  fault: { operation: string; call: number; kind: 'exit-before' | 'exit-after' },
): Promise<void> {
  const point = `${fault.kind}-${String(fault.call)}`;
  const served = { stage: await stack.ask('stage'), prod: await stack.ask('prod') };
  const bundle = await handlerSaying(t, point);
  const child = await startRelease(t, stack, { bundle, id: `killed-${point}` });
  stack.aws.faults.replace([{ ...fault, pid: child.pid }]);
  child.begin();
  const { status } = await child.ended();
  stack.aws.faults.clear();
  t.true(status === null || status === 0, `${point}: ended with ${String(status)}`);

  const now = { stage: await stack.ask('stage'), prod: await stack.ask('prod') };
  const isOnStage = now.stage.startsWith(`200 ${point} `);
  t.true(isOnStage || now.stage === served.stage, `${point}: stage serves ${now.stage}`);
  t.true(
    now.prod === served.prod || (isOnStage && now.prod === now.stage),
    `${point}: prod serves ${now.prod}, and was ${served.prod}`,
  );
  if (now.prod !== served.prod) {
    t.regex((await stack.alias('STAGE')).description, /^accepted /, point);
  }
  const next = await runRelease(t, stack, { bundle });
  t.true(['released', 'nothing to release'].includes(next.outcome), point);
  t.regex(await stack.ask('stage'), new RegExp(`^200 ${point} `));
  t.regex(await stack.ask('prod'), new RegExp(`^200 ${point} `));
  t.is((await stack.alias('RELEASE')).description, 'free', point);
}

test.serial('a release that is red clears up after one that was killed', async (t) => {
  const stack = await createStack(t);
  await runRelease(t, stack, { bundle: await handlerSaying(t, 'one') });
  const child = await startRelease(t, stack, {
    bundle: await handlerSaying(t, 'two'),
    id: 'killed',
    apiTier: endless,
  });
  child.begin();
  await child.reached('api-tier-stage');
  child.kill('SIGKILL');
  await child.ended();
  t.regex(await stack.ask('stage'), /^200 two /);

  const failure = await runFailingRelease(t, stack, {
    bundle: await handlerSaying(t, 'three'),
    tiers: { unit: red },
  });
  t.deepEqual(failure.putBack, ['stage']);
  t.regex(await stack.ask('stage'), /^200 one /);
  t.regex(await stack.ask('prod'), /^200 one /);
});

test.serial('Ctrl-C puts back and says so', async (t) => {
  const stack = await createStack(t);
  await runRelease(t, stack, { bundle: await handlerSaying(t, 'one') });
  const child = await startRelease(t, stack, {
    bundle: await handlerSaying(t, 'two'),
    id: 'interrupted',
    apiTier: endless,
  });
  child.begin();
  await child.reached('api-tier-stage');
  child.kill('SIGINT');
  const { status, lastWords } = await child.ended();
  t.is(status, 130);
  t.regex(lastWords, /interrupted\. Put back: stage\. Serving now: .* Next: npm run release$/);
  t.regex(await stack.ask('stage'), /^200 one /);
  t.is((await stack.alias('RELEASE')).description, 'free');
});
