import { UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import test, { type ExecutionContext } from 'ava';
import { findDrift } from '../../../../runner/commands/drift/find-drift.ts';
import type { LiveStageSettings, SettingsByStage } from '../../../../stack/stage-settings.ts';
import { Candidates, settingsNumbered, type Change } from './_candidates.ts';
import { startRelease } from './_child.ts';
import { createContext, runFailingRelease, runRelease } from './_release.ts';
import { runRollback } from './_rollback.ts';
import { quickRollout } from './_rollout.ts';
import { createStack, handlerSaying, type StackOptions, type TestStack } from './_stack.ts';
import { endless, redOn } from './_tier-commands.ts';

const before = settingsNumbered(0);
const after = settingsNumbered(1);
const settingsAlone: Change = { code: false, api: false, settings: true };

async function createReleased(t: ExecutionContext, options: StackOptions = {}) {
  const stack = await createStack(t, {}, { stages: before, ...options });
  return { stack, candidates: await Candidates.release(t, stack) };
}

/** Of both targets. */
async function settingsNow(stack: TestStack): Promise<Record<string, LiveStageSettings>> {
  return { stage: await stack.settings('stage'), prod: await stack.settings('prod') };
}

async function patchProd({ clients, outputs }: TestStack, path: string, value: string) {
  const patchOperations = [{ op: 'replace' as const, path, value }];
  const stage = { restApiId: outputs.restApiId, stageName: 'prod', patchOperations };
  await clients.apigateway.send(new UpdateStageCommand(stage));
}

/** What `npm run drift` says, where the program has nothing to change. */
async function drift(t: ExecutionContext, stack: TestStack): Promise<string[]> {
  const bundle = await handlerSaying(t, undefined);
  const { settings, clients, openProgram, stop } = createContext(t, stack, { bundle });
  const drifts = await findDrift([{ settings, clients }], await openProgram(), stop.signal);
  return drifts.map(({ name, difference }) => `${name}: ${difference}`);
}

const changes: Readonly<Record<string, Change>> = {
  'settings alone': settingsAlone,
  'settings with code': { code: true, api: false, settings: true },
  'settings with code and API definition': { code: true, api: true, settings: true },
};

for (const [title, change] of Object.entries(changes)) {
  test.serial(`${title} come with the promotion of their target, stage first`, async (t) => {
    const { stack, candidates } = await createReleased(t);
    const seen = new Map<string, Promise<Record<string, LiveStageSettings>>>();
    await runRelease(t, stack, {
      ...(await candidates.next('second', change)),
      onEvent(event) {
        if (event.kind === 'step-started') {
          seen.set(event.step, settingsNow(stack));
        }
      },
    });
    t.deepEqual(await seen.get('promote-stage'), before);
    t.deepEqual(await seen.get('api-tier-stage'), { ...before, stage: after.stage });
    t.deepEqual(await seen.get('promote-prod'), { ...before, stage: after.stage });
    t.deepEqual(await settingsNow(stack), after);
    t.deepEqual(await drift(t, stack), []);
  });

  for (const target of ['stage', 'prod']) {
    test.serial(`${title} are put back when ${target} is red`, async (t) => {
      const { stack, candidates } = await createReleased(t);
      const failure = await runFailingRelease(t, stack, {
        ...(await candidates.next('second', change)),
        tiers: { api: redOn(target) },
      });
      t.is(failure.status, 1);
      t.deepEqual(failure.putBack, [target]);
      const accepted = target === 'prod' ? { stage: after.stage } : {};
      t.deepEqual(await settingsNow(stack), { ...before, ...accepted });
    });
  }
}

test.serial('a release says which settings it changes, and nothing of code or API', async (t) => {
  const { stack, candidates } = await createReleased(t);
  const details = new Map<string, string>();
  await runRelease(t, stack, {
    ...(await candidates.next('second', settingsAlone)),
    onEvent(event) {
      if (event.kind === 'step-ended' && event.outcome === 'done') {
        details.set(event.step, event.detail);
      }
    },
  });
  const ofProd =
    'throttling.rateLimit 1500 → 1501, throttling.burstLimit 2500 → 2501, variables.table orders-0 → orders-1, variables.only0 here → none, variables.only1 none → here';
  const ofStage = ofProd.replaceAll('500', '000').replaceAll('501', '001');
  t.is(
    details.get('compare'),
    `changed: settings of stage (${ofStage}), settings of prod (${ofProd})`,
  );
  t.true(details.get('promote-prod')?.endsWith(`, ${ofProd}`), details.get('promote-prod'));
});

test.serial(
  'the same settings again are nothing to release, a rollback takes them back',
  async (t) => {
    const { stack, candidates } = await createReleased(t);
    const candidate = await candidates.next('second', settingsAlone);
    await runRelease(t, stack, candidate);
    t.is((await runRelease(t, stack, candidate)).outcome, 'nothing to release');
    await runRollback(t, stack);
    t.deepEqual(await settingsNow(stack), { stage: after.stage, prod: before.prod });
    await runRelease(t, stack, { ...candidate, isAgain: true });
    t.deepEqual(await settingsNow(stack), after);
  },
);

test.serial('a killed release leaves settings that the next one puts back', async (t) => {
  const { stack, candidates } = await createReleased(t);
  const { current } = candidates;
  const candidate = await candidates.next('second', settingsAlone);
  const child = await startRelease(t, stack, { ...candidate, id: 'killed', apiTier: endless });
  child.begin();
  await child.reached('api-tier-stage');
  child.kill('SIGKILL');
  await child.ended();
  t.deepEqual(await settingsNow(stack), { ...before, stage: after.stage });
  t.deepEqual(await drift(t, stack).then((found) => found.length), 1, 'it is on trial');
  await runRelease(t, stack, current);
  t.deepEqual(await settingsNow(stack), before);
});

test.serial('a candidate is tested on the standby with the settings that go with it', async (t) => {
  const { stack, candidates } = await createReleased(t, { hasStandby: true });
  const seen: Promise<LiveStageSettings>[] = [];
  await runRelease(t, stack, {
    ...(await candidates.next('second', settingsAlone)),
    onEvent(event) {
      if (event.kind === 'step-started' && event.step === 'api-tier-prod') {
        seen.push(stack.settings('prod_standby'), stack.settings('prod'));
      }
    },
  });
  t.deepEqual(await Promise.all(seen), [after.prod, before.prod]);
  t.like(await stack.settings('prod_standby'), { throttling: { rateLimit: 0, burstLimit: 0 } });
  // And with its old ones when a deployment comes back that the standby names already.
  const again = await candidates.next('third', { code: true, api: false });
  seen.length = 0;
  await runRelease(t, stack, {
    ...again,
    onEvent(event) {
      if (event.kind === 'step-started' && event.step === 'api-tier-prod') {
        seen.push(stack.settings('prod_standby'));
      }
    },
  });
  t.deepEqual(await Promise.all(seen), [after.prod]);
});

test.serial('the share of a rollout has its variables, and all of them the rest', async (t) => {
  const { stack, candidates } = await createReleased(t);
  const rollout = { ...quickRollout({ minSamples: 1 }), interval: 0.1 };
  const seen: Promise<Record<string, string> | undefined>[] = [];
  await runRelease(t, stack, {
    ...(await candidates.next('second', settingsAlone)),
    targets: { prod: { rollout } },
    onEvent(event) {
      if (event.kind === 'step-started' && event.step.startsWith('judge-prod')) {
        const [write] = stack.aws.lag.writes.list().slice(-1);
        seen.push(Promise.resolve(write?.kind === 'stage' ? write.value?.canary?.variables : {}));
      }
    },
  });
  const [first] = await Promise.all(seen);
  t.like(first, { LambdaAlias: 'PROD_STANDBY', ...after.prod?.variables });
  t.deepEqual(await settingsNow(stack), after);
});

test.serial('settings that somebody changed by hand are told, and set back', async (t) => {
  const { stack, candidates } = await createReleased(t);
  await patchProd(stack, '/*/*/throttling/rateLimit', '7');
  await patchProd(stack, '/variables/extra', 'by hand');
  t.deepEqual(await drift(t, stack), [
    `prod: API stage prod has other settings than deployment ${candidates.current.deploymentId} came with; npm run release would set throttling.rateLimit 7 → 1500, variables.extra by hand → none`,
  ]);
  const { outcome } = await runRelease(t, stack, candidates.current);
  t.is(outcome, 'released');
  t.deepEqual(await settingsNow(stack), before);
  t.is((await runRelease(t, stack, candidates.current)).outcome, 'nothing to release');
});

test.serial('settings that somebody changes meanwhile are not overwritten', async (t) => {
  const { stack, candidates } = await createReleased(t);
  const changed: Promise<void>[] = [];
  const failure = await runFailingRelease(t, stack, {
    ...(await candidates.next('second', settingsAlone)),
    onEvent(event) {
      if (event.kind === 'step-started' && event.step === 'api-tier-stage') {
        changed.push(patchProd(stack, '/*/*/throttling/rateLimit', '7'));
      }
    },
  });
  await Promise.all(changed);
  t.is(failure.status, 4);
  t.regex(
    failure.message,
    /Somebody else changed throttling\.rateLimit of the API stage prod from 1500 to 7/,
  );
  t.like(await stack.settings('prod'), { throttling: { rateLimit: 7 } });
});

test.serial('settings are not mixed with a deployment that came without any', async (t) => {
  const { stack, candidates } = await createReleased(t);
  const byHand = await stack.deployApi(undefined, noSettings);
  await patchProd(stack, '/deploymentId', byHand);
  const candidate = await candidates.next('second', settingsAlone);
  const failure = await runFailingRelease(t, stack, candidate);
  t.is(failure.status, 2);
  t.regex(
    failure.message,
    new RegExp(`prod serves deployment ${byHand}, with which no settings were recorded`),
  );
  t.deepEqual(await settingsNow(stack), before);
  await runRelease(t, stack, {
    ...candidate,
    deploymentId: await stack.deployApi(undefined, before),
  });
  await runRelease(t, stack, candidate);
  t.deepEqual(await settingsNow(stack), after);
});

const noSettings: SettingsByStage = {};
