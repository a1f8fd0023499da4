import test, { type ExecutionContext } from 'ava';
import { getApiStage } from '../../../../runner/aws/api-stage.ts';
import { pointsToRun } from '../../_helpers/matrix.ts';
import { Candidates, settingsNumbered, type Candidate } from './_candidates.ts';
import type { Call } from './_calls.ts';
import { startRelease } from './_child.ts';
import { describeKill, killRelease, killsAt, recordCalls, type Kind } from './_killed.ts';
import { lagOf, lagsToRun, whenLagging } from './_lags.ts';
import { runFailingRelease, runRelease } from './_release.ts';
import { runRetire } from './_retire.ts';
import { quickRollout } from './_rollout.ts';
import { WholePairs } from './_trace.ts';
import { createStack, handlerSaying, type TestStack } from './_stack.ts';
import { endless, red, redOn } from './_tier-commands.ts';

/** In the quick form it kills before and after one call in so many; in the whole form at each, under each lag. */
const quickStride = 45;

const begun = settingsNumbered(0);

const targets = { prod: { rollout: { ...quickRollout({ minSamples: 1 }), interval: 0.1 } } };

const kinds: Readonly<Record<string, Kind>> = {
  'a code release': { code: true, api: false, hasStandby: true },
  'an API release': { code: false, api: true },
  'a release of stage settings': {
    code: false,
    api: false,
    settings: true,
    hasStandby: true,
  },
  'a combined release': { code: true, api: true, hasStandby: true },
  'a rollout by weights': { code: true, api: false, targets },
  'a rollout by canary': { code: true, api: true, targets, hasStandby: true },
  'a release that is put back': { code: true, api: true, targets, apiTier: redOn('prod') },
  'a release that is red on its standby': {
    code: true,
    api: true,
    hasStandby: true,
    apiTier: redOn('prod_standby'),
  },
  'a release that adds a target': { code: true, api: true, adds: true, hasStandby: true },
};

const runs = Object.entries(kinds).flatMap(([title, kind], index) =>
  lagsToRun(index).map((seconds) => ({
    title: `${title}${whenLagging(seconds)}`,
    ...{ kind, seconds, index },
  })),
);

for (const { title, kind, seconds, index } of runs) {
  test.serial(`killed before or after any call of ${title}, the next one converges`, async (t) => {
    t.timeout(900_000);
    const { hasStandby = false } = kind;
    const stack = await createStack(t, lagOf(seconds), { hasStandby, stages: begun });
    const whole = new WholePairs();
    const note = async ({ deploymentId: deployment }: Candidate, gatedAt?: number) => {
      whole.add({ version: (await stack.alias('STAGE')).version, deployment }, gatedAt);
    };
    const candidates = await Candidates.release(t, stack);
    await note(candidates.current);
    const calls = await recordCallsOf(t, stack, await candidates.next('recorded', kind), kind);
    await note(candidates.current);
    await retireAdded(t, stack, kind);
    // Other calls for each kind.
    const chosen = pointsToRun(calls, quickStride, index * 4);
    let points = 0;
    let killed = 0;
    for (const kill of killsAt(chosen)) {
      const candidate = await candidates.next(describeKill(kill), kind);
      const { isKilled, gatedAt } = await killRelease(t, stack, { candidate, kind, kill });
      killed += isKilled ? 1 : 0;
      await note(candidate, gatedAt);
      await retireAdded(t, stack, kind);
      points += 1;
    }
    t.log(
      `killed at ${String(killed)} of ${String(points)} points; the release makes ${String(calls.length)} calls`,
    );
    t.log(whole.check(stack));
    // It polls, so now and then it makes a call less than the one that was recorded.
    t.true(killed >= 0.9 * points - 1);
  });
}

async function recordCallsOf(
  t: ExecutionContext,
  stack: TestStack,
  candidate: Candidate,
  kind: Kind,
): Promise<Call[]> {
  const child = await startRelease(t, stack, { ...candidate, ...kind, id: 'recorded' });
  return recordCalls(t, stack, child, kind.apiTier === undefined ? 0 : 1);
}

/** So that the next release adds it again. */
async function retireAdded(t: ExecutionContext, stack: TestStack, { adds }: Kind): Promise<void> {
  if (adds === true) {
    await runRetire(t, stack);
  }
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

test.serial('a release that is red settles what one that was killed had accepted', async (t) => {
  const kind = { code: true, api: true };
  const stack = await createStack(t, {}, { stages: begun });
  const candidates = await Candidates.release(t, stack);
  const calls = await recordCallsOf(t, stack, await candidates.next('recorded', kind), kind);
  const shift = calls.findIndex(({ operation }) => operation === 'apigateway:UpdateStage');
  const isWrite = ({ operation }: Call): boolean => operation === 'lambda:UpdateAlias';
  const [, afterAccepted] = calls.slice(shift).filter(isWrite);
  const candidate = await candidates.next('two', kind);
  const child = await startRelease(t, stack, { ...candidate, id: 'killed' });
  const call = afterAccepted?.nth ?? 0;
  const fault = {
    operation: 'lambda:UpdateAlias',
    call,
    kind: 'exit-before',
    pid: child.pid,
  } as const;
  stack.aws.faults.replace([fault]);
  child.begin();
  await child.ended();
  stack.aws.faults.clear();
  const { apigateway } = stack.clients;
  const { restApiId } = stack.outputs;
  const called = async () => (await getApiStage(apigateway, restApiId, 'stage')).alias;
  t.is(await called(), 'STAGE_STANDBY');
  t.regex((await stack.alias('STAGE')).description, /^accepted /);

  await runFailingRelease(t, stack, { ...candidate, tiers: { unit: red } });
  t.is(await called(), 'STAGE');
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
