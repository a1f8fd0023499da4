import { GetStageCommand } from '@aws-sdk/client-api-gateway';
import { GetAliasCommand } from '@aws-sdk/client-lambda';
import test, { type ExecutionContext } from 'ava';
import { isFullForm } from '../../_helpers/matrix.ts';
import { runFailingRelease, runRelease } from './_release.ts';
import { makeCandidate, quickRollout, releaseFirst, type Change } from './_rollout.ts';
import { createStack, functionName, handlerDoing, type TestStack } from './_stack.ts';

const changes: Readonly<Record<string, Change>> = {
  code: { code: true, api: false },
  'API definition': { code: false, api: true },
  'code and API definition': { code: true, api: true },
};

for (const [title, change] of Object.entries(changes)) {
  test.serial(`a change of ${title} is shifted step by step`, async (t) => {
    const stack = await createStack(t);
    await releaseFirst(t, stack);
    const before = await shares(t, stack);
    t.deepEqual(before, { weights: {}, canary: undefined });
    const seen: Promise<Shares>[] = [];
    const steps: string[] = [];
    const looks: string[] = [];
    const candidate = await makeCandidate(t, stack, 'second', change);
    const { outcome } = await runRelease(t, stack, {
      ...candidate,
      targets: { prod: { rollout: quickRollout() } },
      onEvent(event) {
        if (event.kind === 'judged') {
          const sources = event.sources.map(({ source }) => source).join(', ');
          looks.push(`${event.step} ${String(event.look)} of ${sources}`);
        }
        if (event.kind === 'step-started') {
          steps.push(event.step);
          if (event.step.startsWith('judge-')) {
            seen.push(shares(t, stack));
          }
        }
      },
    });
    t.is(outcome, 'released');
    t.deepEqual(steps.slice(steps.indexOf('accept-stage')), [
      'accept-stage',
      'shift-prod-20',
      'judge-prod-20',
      'shift-prod-50',
      'judge-prod-50',
      'promote-prod',
      'ready-prod',
      'api-tier-prod',
      'accept-prod',
      'settle',
    ]);
    t.deepEqual(
      looks,
      ['judge-prod-20', 'judge-prod-50'].flatMap((step) =>
        [1, 2, 3, 4].map((look) => `${step} ${String(look)} of probes, CloudWatch`),
      ),
    );
    const { version } = await stack.alias('STAGE');
    const { deploymentId } = candidate;
    t.deepEqual(
      await Promise.all(seen),
      [20, 50].map((percent) =>
        change.api
          ? { weights: {}, canary: { percent, deploymentId, alias: 'PROD_STANDBY' } }
          : { weights: { [version]: percent / 100 }, canary: undefined },
      ),
    );
    t.deepEqual(await shares(t, stack), before);
    const greeting = change.code ? 'second' : 'first';
    const served = `${version}@${deploymentId ?? stack.outputs.deploymentId}`;
    t.is(await stack.ask('prod'), `200 ${greeting} ${served}`);
    t.regex((await stack.alias('PROD')).description, new RegExp(`^accepted ${served} `));
  });
}

interface Shares {
  readonly weights: Readonly<Record<string, number>>;
  readonly canary: object | undefined;
}

async function shares(t: ExecutionContext, stack: TestStack): Promise<Shares> {
  const { lambda, apigateway } = stack.clients;
  const { restApiId } = stack.outputs;
  const [alias, stage] = await Promise.all([
    lambda.send(new GetAliasCommand({ FunctionName: functionName, Name: 'PROD' })),
    apigateway.send(new GetStageCommand({ restApiId, stageName: 'prod' })),
  ]);
  t.is(stage.variables?.LambdaAlias, 'PROD');
  const canary = stage.canarySettings;
  return {
    weights: alias.RoutingConfig?.AdditionalVersionWeights ?? {},
    canary: canary && {
      percent: canary.percentTraffic,
      deploymentId: canary.deploymentId,
      alias: canary.stageVariableOverrides?.LambdaAlias,
    },
  };
}

const failingOnProd = `
  if (/:PROD(_STANDBY)?$/.test(context.invokedFunctionArn)) throw new Error('No database here');
  return { greeting: 'broken' };`;

for (const [title, change] of Object.entries(changes).filter(([, { code }]) => code)) {
  test.serial(`a change of ${title} that fails under real requests is put back`, async (t) => {
    const stack = await createStack(t);
    await releaseFirst(t, stack);
    const prod = await stack.ask('prod');
    const { deploymentId } = await makeCandidate(t, stack, 'broken', { ...change, code: false });
    const failure = await runFailingRelease(t, stack, {
      bundle: await handlerDoing(t, failingOnProd),
      ...(deploymentId !== undefined && { deploymentId }),
      targets: { prod: { rollout: quickRollout() } },
    });
    t.is(failure.status, 1);
    t.regex(failure.message, /^The judge is red: probes: .* Put back: prod\. /);
    t.deepEqual(failure.putBack, ['prod']);
    t.is(await stack.ask('prod'), prod);
    t.deepEqual(await shares(t, stack), { weights: {}, canary: undefined });
    t.is((await stack.alias('RELEASE')).description, 'free');
  });
}

const failingOnOrders = `
  if (/:PROD(_STANDBY)?$/.test(context.invokedFunctionArn) && event.name === 'order') {
    throw new Error('No such table');
  }
  return { greeting: 'broken' };`;

// CloudWatch counts by the minute, so this takes two of them.
if (isFullForm) {
  for (const [title, change] of Object.entries(changes).filter(([, { code }]) => code)) {
    test.serial(`of a change of ${title} CloudWatch tells what no probe meets`, async (t) => {
      t.timeout(300_000);
      const stack = await createStack(t);
      await releaseFirst(t, stack);
      const { deploymentId } = await makeCandidate(t, stack, 'broken', { ...change, code: false });
      const over = new AbortController();
      const orders = (async () => {
        while (!over.signal.aborted) {
          const url = `${stack.outputs.targets.prod?.url ?? ''}/greeting?name=order`;
          await (await fetch(url)).arrayBuffer();
        }
      })();
      const failure = await runFailingRelease(t, stack, {
        bundle: await handlerDoing(t, failingOnOrders),
        ...(deploymentId !== undefined && { deploymentId }),
        targets: { prod: { rollout: { ...quickRollout(), interval: 130 } } },
      });
      over.abort();
      await orders;
      t.regex(failure.message, /^The judge is red: CloudWatch: .* Put back: prod\. /);
      t.deepEqual(await shares(t, stack), { weights: {}, canary: undefined });
    });
  }
}
