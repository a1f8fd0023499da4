import { UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import { UpdateAliasCommand } from '@aws-sdk/client-lambda';
import test from 'ava';
import { getApiStage } from '../../../../runner/aws/api-stage.ts';
import { FailedRun } from '../../../../runner/failed-run.ts';
import { release } from '../../../../runner/release.ts';
import { compareWithLive } from '../../../../runner/steps/compare.ts';
import { stageSettingsOf } from '../../../../stack/stage-settings.ts';
import { betaNumbered, withBeta, withBetaSettings } from './_beta.ts';
import { Candidates, settingsNumbered } from './_candidates.ts';
import { makeTarget } from './_made-target.ts';
import { answerOld, rememberTrial } from './_old-answers.ts';
import { createContext, runFailingRelease, runRelease } from './_release.ts';
import { runFailingRollback, runRollback } from './_rollback.ts';
import { createStack, functionName, handlerSaying } from './_stack.ts';

/** Seconds: longer than a whole command takes here, so that its first answers are old. */
const read = 1.5;

test('a rollback right after a release goes back from what that released', async (t) => {
  t.timeout(60_000);
  const stack = await createStack(t, { read, seed: 1 });
  await runRelease(t, stack, { bundle: await handlerSaying(t, 'one') });
  const { version: good } = await stack.alias('PROD');
  await runRelease(t, stack, { bundle: await handlerSaying(t, 'two') });
  const { outcome, moved, targets } = await runRollback(t, stack);
  t.is(outcome, 'rolled back');
  t.not(moved[0]?.from.version, good);
  t.is(targets[0]?.alias.version, good);
  t.is((await stack.alias('PROD')).version, good);
});

test('what was rolled back just now is not called released', async (t) => {
  t.timeout(60_000);
  const stack = await createStack(t, { read, seed: 2 });
  await runRelease(t, stack, { bundle: await handlerSaying(t, 'one') });
  const bundle = await handlerSaying(t, 'two');
  await runRelease(t, stack, { bundle });
  await runRollback(t, stack);
  const { problem } = await runFailingRelease(t, stack, { bundle });
  t.regex(problem, /rolled back/);
});

test('a move by hand just before is told, and not overwritten', async (t) => {
  t.timeout(60_000);
  const stack = await createStack(t, { read, seed: 3 });
  for (const greeting of ['one', 'two', 'three']) {
    await runRelease(t, stack, { bundle: await handlerSaying(t, greeting) });
  }
  const { version: latest } = await stack.alias('PROD');
  const byHand = String(Number(latest) - 2);
  await stack.clients.lambda.send(
    new UpdateAliasCommand({ FunctionName: functionName, Name: 'PROD', FunctionVersion: byHand }),
  );
  const { problem } = await runFailingRollback(t, stack);
  t.regex(problem, /^Target prod was moved to .* by hand, so it is not clear where to go back to$/);
  t.is((await stack.alias('PROD')).version, byHand);
});

test('settings of a target that was made just now are not refused before an answer tells them', async (t) => {
  t.timeout(60_000);
  const stages = settingsNumbered(0);
  const beta = betaNumbered(1);
  for (const seed of [4, 5, 6]) {
    const stack = await createStack(t, { read, seed }, { stages });
    const bundle = await handlerSaying(t, 'one');
    const deploymentId = await stack.deployApi((body) => body, withBetaSettings(stages, beta));
    // As `pulumi up` does, whose writes are not the runner's own.
    const { lambda, apigateway: apiGateway } = stack.clients;
    const made = { ...beta, version: '$LATEST', deploymentId: stack.outputs.deploymentId };
    await makeTarget(
      { lambda, apiGateway, functionName, restApiId: stack.outputs.restApiId },
      { ...made, settings: stageSettingsOf(beta) },
    );
    const outputs = { ...withBeta(stack.outputs), deploymentId };
    const context = createContext(t, stack, { bundle, outputs, beta });
    const { targets } = await compareWithLive(context, outputs, bundle).run();
    t.deepEqual(
      targets.map(({ name }) => name),
      ['stage', 'beta', 'prod'],
    );
  }
});

test('settings that somebody changed just before are set back', async (t) => {
  t.timeout(60_000);
  const stages = settingsNumbered(0);
  for (const seed of [9, 10, 12]) {
    const stack = await createStack(t, { read, seed }, { stages });
    await runRelease(t, stack, { bundle: await handlerSaying(t, 'one') });
    const bundle = await handlerSaying(t, 'two');
    const { restApiId } = stack.outputs;
    const value = '1';
    await stack.clients.apigateway.send(
      new UpdateStageCommand({
        ...{ restApiId, stageName: 'stage' },
        patchOperations: [{ op: 'replace', path: '/variables/byHand', value }],
      }),
    );
    const { targets } = await runRelease(t, stack, { bundle });
    t.false('byHand' in (targets[0]?.apiStage.settings.variables ?? {}), String(seed));
  }
});

test('a red release leaves alone what the one just before it accepted', async (t) => {
  const stack = await createStack(t);
  const candidates = await Candidates.release(t, stack);
  const candidate = await candidates.next('two', { code: true, api: true });
  const first = createContext(t, stack, candidate);
  const trial = rememberTrial(first.clients);
  await release(first);
  t.regex(trial.alias?.Description ?? '', /^trial /);
  t.is(trial.apiStage?.deploymentId, candidate.deploymentId);

  const late = { ...stack, propagation: { ...stack.propagation, read: 30 } };
  const until = stack.clock.now() + 30_000;
  const second = createContext(t, late, { ...candidate, tiers: { unit: 'false' } });
  answerOld(second.clients, trial, () => stack.clock.now() < until);
  const { status, problem } = await t.throwsAsync(release(second), { instanceOf: FailedRun });
  t.is(status, 1);
  t.notRegex(problem, /Somebody else/);
  const { apigateway } = stack.clients;
  const served = await getApiStage(apigateway, stack.outputs.restApiId, 'prod');
  t.is(served.deploymentId, candidate.deploymentId);
});
