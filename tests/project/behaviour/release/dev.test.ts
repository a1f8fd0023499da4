// What `npm run dev` puts on a target is no gated pair: the next release treats it as what a person moved.

import { CreateDeploymentCommand, GetDeploymentCommand } from '@aws-sdk/client-api-gateway';
import test, { type ExecutionContext } from 'ava';
import type { Bundle } from '../../../../bundler/bundle.ts';
import { buildApiBody } from '../../../../infra/api-definition.ts';
import { serveSaved, type Saved } from '../../../../runner/commands/dev/serve-saved.ts';
import { isMovedByHand, readTarget } from '../../../../runner/traffic/target.ts';
import { region } from '../../../../local/tests/_helpers/account.ts';
import { greetingRoutes } from '../../_helpers/greeting.ts';
import { createContext, runFailingRelease, runRelease } from './_release.ts';
import { runRollback } from './_rollback.ts';
import { createStack, functionName, handlerSaying, type TestStack } from './_stack.ts';
import { red } from './_tier-commands.ts';

/** The API definition as `pulumi up` gave it, and one with another route. */
function definitions({ outputs: { functionArn } }: TestStack) {
  const { document } = greetingRoutes();
  const facts = { name: functionName, region, functionArn, stack: 'local' };
  const provisioned = buildApiBody(document, facts);
  return { provisioned, edited: provisioned.replace('"/greeting"', '"/welcome"') };
}

async function save(t: ExecutionContext, stack: TestStack, saved: Saved) {
  const { clients, writers, stop } = createContext(t, stack, {
    bundle: await handlerSaying(t, undefined),
  });
  const { provisioned } = definitions(stack);
  const { outputs } = stack;
  return serveSaved(
    { clients, writers, outputs, name: 'stage', provisioned: () => provisioned },
    saved,
    stop.signal,
  );
}

function saveCode(t: ExecutionContext, stack: TestStack, code: Bundle) {
  return save(t, stack, { code, definition: undefined });
}

/** `one` is released, and is version 2. */
async function stackWithOne(t: ExecutionContext) {
  const stack = await createStack(t);
  const one = await handlerSaying(t, 'one');
  await runRelease(t, stack, { bundle: one, id: 'first' });
  return { stack, one };
}

test('what is saved is served by stage alone, and is nobody’s good pair', async (t) => {
  const { stack } = await stackWithOne(t);
  const journal = (await stack.alias('STAGE')).description;
  const two = await handlerSaying(t, 'two');
  t.like(await saveCode(t, stack, two), { kind: 'served', isMoved: true });
  t.regex(await stack.ask('stage'), /^200 two 3@/);
  t.regex(await stack.ask('prod'), /^200 one 2@/);
  t.is((await stack.alias('STAGE')).description, journal, 'the journal is the release’s');
  const { clients } = createContext(t, stack, { bundle: await handlerSaying(t, undefined) });
  t.true(isMovedByHand(await readTarget(clients, stack.outputs, 'stage')));
  t.like(await saveCode(t, stack, two), { kind: 'served', isMoved: false });
});

test('the next release gates what was saved, without a new version, and goes back past it', async (t) => {
  const { stack } = await stackWithOne(t);
  const two = await handlerSaying(t, 'two');
  await saveCode(t, stack, await handlerSaying(t, 'never released'));
  await saveCode(t, stack, two);
  const report = await runRelease(t, stack, { bundle: two });
  t.is(report.outcome, 'released');
  t.regex(await stack.ask('stage'), /^200 two 4@/);
  t.regex(await stack.ask('prod'), /^200 two 4@/, 'the version that was served as it was saved');
  t.regex(
    (await stack.alias('STAGE')).description,
    /^accepted 4@\w+ after 2@\w+, 1@\w+ by release /,
  );
  await runRollback(t, stack, { target: 'stage' });
  t.regex(await stack.ask('stage'), /^200 one 2@/);
});

test('a red release puts back what was saved before, and does not call it good', async (t) => {
  const { stack } = await stackWithOne(t);
  await saveCode(t, stack, await handlerSaying(t, 'two'));
  const failure = await runFailingRelease(t, stack, {
    bundle: await handlerSaying(t, 'three'),
    tiers: { api: red },
  });
  t.is(failure.status, 1);
  t.regex(await stack.ask('stage'), /^200 two 3@/);
  t.regex((await stack.alias('STAGE')).description, /^accepted 2@/);
  t.regex(await stack.ask('prod'), /^200 one 2@/);
});

test('saved routes are served from a deployment, which the next release finds, and the API stays Pulumi’s', async (t) => {
  const { stack, one: code } = await stackWithOne(t);
  const { edited } = definitions(stack);
  const first = await save(t, stack, { code, definition: edited });
  const again = await save(t, stack, { code, definition: edited });
  t.deepEqual({ ...again, isMoved: true }, first, 'the same inputs find what they had');
  if (first.kind !== 'served') {
    return t.fail();
  }
  t.is(first.pair.version, '2');
  t.is((await fetch(`${first.url}/welcome`)).status, 200);
  t.is((await fetch(`${first.url}/greeting`)).status, 403);
  t.regex(await stack.ask('prod'), /^200 one 2@/);

  const { apigateway } = stack.clients;
  const { restApiId } = stack.outputs;
  const { id } = await apigateway.send(new CreateDeploymentCommand({ restApiId }));
  const { apiSummary = {} } = await apigateway.send(
    new GetDeploymentCommand({ restApiId, deploymentId: id, embed: ['apisummary'] }),
  );
  t.true('/greeting' in apiSummary, 'whoever deploys now deploys what Pulumi gave');
  t.false('/welcome' in apiSummary);
});

test('a release that runs keeps its target', async (t) => {
  const { stack } = await stackWithOne(t);
  const seen: unknown[] = [];
  const three = await handlerSaying(t, 'three');
  const release = runRelease(t, stack, {
    id: 'running',
    bundle: await handlerSaying(t, 'two'),
    onEvent(event) {
      if (event.kind === 'step-started' && event.step === 'lambda-tier') {
        seen.push(saveCode(t, stack, three));
      }
    },
  });
  await release;
  const [held] = await Promise.all(seen);
  t.deepEqual(held, { kind: 'held', by: 'running', isRunning: true });
  t.regex(await stack.ask('stage'), /^200 two 3@/);
});
