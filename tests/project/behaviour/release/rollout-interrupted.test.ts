import { UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import test from 'ava';
import { runFailingRelease, runRelease } from './_release.ts';
import { leaveShifted, makeCandidate, quickRollout, releaseFirst } from './_rollout.ts';
import { createStack, handlerSaying } from './_stack.ts';
import { red } from './_tier-commands.ts';

const code = { code: true, api: false };

test.serial(
  'it is put back by a red release, although something else freed its lock',
  async (t) => {
    const stack = await createStack(t);
    await releaseFirst(t, stack);
    await runRelease(t, stack, { ...(await makeCandidate(t, stack, 'second', code)) });
    await leaveShifted(t, stack, '2');
    const failure = await runFailingRelease(t, stack, {
      ...(await makeCandidate(t, stack, 'third', code)),
      tiers: { unit: red },
    });
    t.is(failure.status, 1);
    t.deepEqual(failure.putBack, ['prod']);
    t.regex((await stack.alias('PROD')).description, /^accepted 3@/);
    t.is((await stack.alias('RELEASE')).description, 'free');
  },
);

test.serial('the next release converges, although a person moved the stage since', async (t) => {
  const stack = await createStack(t);
  await releaseFirst(t, stack);
  await runRelease(t, stack, { ...(await makeCandidate(t, stack, 'second', code)) });
  await leaveShifted(t, stack, '2');
  const byHand = await stack.deployApi();
  const { restApiId } = stack.outputs;
  const patchOperations = [{ op: 'replace' as const, path: '/deploymentId', value: byHand }];
  await stack.clients.apigateway.send(
    new UpdateStageCommand({ restApiId, stageName: 'prod', patchOperations }),
  );
  const { outcome } = await runRelease(t, stack, {
    bundle: await handlerSaying(t, 'third'),
    targets: { prod: { rollout: quickRollout() } },
  });
  t.is(outcome, 'released');
  t.is(await stack.ask('prod'), `200 third 4@${stack.outputs.deploymentId}`);
});
