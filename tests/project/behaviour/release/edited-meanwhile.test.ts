import test, { type ExecutionContext } from 'ava';
import { editAlias, editStage, whileApiTierRuns } from './_edited.ts';
import { runFailingRelease, type ReleaseOptions } from './_release.ts';
import { releaseBoth } from './_rollback.ts';
import { createStack, handlerSaying, type TestStack } from './_stack.ts';
import { red } from './_tier-commands.ts';

const shortly = { readinessTimeout: 1 };

interface Edited {
  readonly stack: TestStack;
  /** Of code and API definition. */
  readonly candidate: ReleaseOptions;
  /** The deployment that is served. */
  readonly served: string;
}

/** A stack that serves 2, and has version 3, which a gate was red on. */
async function createEdited(t: ExecutionContext, hasStandby = false): Promise<Edited> {
  const stack = await createStack(t, {}, { hasStandby });
  const served = await releaseBoth(t, stack, 'one');
  const bad = await handlerSaying(t, 'bad');
  await runFailingRelease(t, stack, { bundle: bad, tiers: { lambda: red } });
  const deploymentId = await stack.deployApi((body) => body.replaceAll("'no-store'", "'two'"));
  const bundle = await handlerSaying(t, 'two');
  return { stack, served, candidate: { bundle, deploymentId, readiness: shortly } };
}

test.serial('an API stage is not pointed at an alias that a person moved', async (t) => {
  const { stack, candidate } = await createEdited(t, true);
  const before = await stack.ask('prod');
  const edit = () => editAlias(stack, { Name: 'PROD_STANDBY', FunctionVersion: '3' });
  const meanwhile = await whileApiTierRuns(t, { target: 'prod' }, edit);
  const failure = await runFailingRelease(t, stack, { ...candidate, ...meanwhile });
  t.is(failure.status, 4, failure.message);
  t.is(await stack.ask('prod'), before);
  t.is((await stack.alias('PROD_STANDBY')).version, '3', 'it is left as they made it');
});

test.serial('an API stage is not pointed at an alias to which a person gave weights', async (t) => {
  const { stack, candidate } = await createEdited(t, true);
  const before = await stack.ask('prod');
  const RoutingConfig = { AdditionalVersionWeights: { '3': 0.5 } };
  const edit = () => editAlias(stack, { Name: 'PROD_STANDBY', RoutingConfig });
  const meanwhile = await whileApiTierRuns(t, { target: 'prod' }, edit);
  const failure = await runFailingRelease(t, stack, { ...candidate, ...meanwhile });
  t.is(failure.status, 4, failure.message);
  t.is(await stack.ask('prod'), before);
});

test.serial('code is not promoted under an API stage that a person moved', async (t) => {
  const { stack, candidate, served } = await createEdited(t);
  const byHand = await stack.deployApi((body) => body.replaceAll("'no-store'", "'by-hand'"));
  const edit = () => editStage(stack, 'prod', '/deploymentId', byHand);
  const meanwhile = await whileApiTierRuns(t, { target: 'stage' }, edit);
  const deploymentId = served;
  const failure = await runFailingRelease(t, stack, { ...candidate, ...meanwhile, deploymentId });
  t.is(failure.status, 4, failure.message);
  t.is(await stack.ask('prod'), `200 one 2@${byHand}`, 'it is left as they made it');
});

test.serial('nothing is accepted while callers get another version of it', async (t) => {
  const { stack, candidate } = await createEdited(t);
  const edit = () => editAlias(stack, { Name: 'PROD_STANDBY', FunctionVersion: '3' });
  const meanwhile = await whileApiTierRuns(t, { target: 'prod' }, edit);
  const failure = await runFailingRelease(t, stack, { ...candidate, ...meanwhile });
  t.is(failure.status, 4, failure.message);
  t.notRegex((await stack.alias('PROD')).description, /^accepted 4@/);
});

test.serial('what somebody did to one target does not keep another on trial', async (t) => {
  const { stack, candidate } = await createEdited(t);
  const before = await stack.ask('prod');
  const edit = () => editStage(stack, 'stage', '/variables/LambdaAlias', 'MINE');
  const meanwhile = await whileApiTierRuns(t, { target: 'prod', exitCode: 1 }, edit);
  const failure = await runFailingRelease(t, stack, { ...candidate, ...meanwhile });
  t.is(await stack.ask('prod'), before);
  t.deepEqual(failure.putBack, ['prod']);
  t.regex(
    failure.message,
    /Not put back: Somebody set the variable LambdaAlias of API stage stage/,
  );
  t.regex(failure.message, /Serving now: prod 2@\w+, stage unknown/);
  t.is(failure.status, 4);
});

test.serial('a target that somebody moved while it was red is left, and said to be', async (t) => {
  const { stack, candidate } = await createEdited(t);
  const edit = () => editAlias(stack, { Name: 'PROD_STANDBY', FunctionVersion: '3' });
  const meanwhile = await whileApiTierRuns(t, { target: 'prod', exitCode: 1 }, edit);
  const failure = await runFailingRelease(t, stack, { ...candidate, ...meanwhile });
  t.regex(failure.message, /Somebody else moved target prod to 3@\w+ while it was on trial, so/);
  t.is(failure.status, 4);
  t.regex(await stack.ask('prod'), / bad 3@/);
});
