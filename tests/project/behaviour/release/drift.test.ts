import { UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import { UpdateAliasCommand } from '@aws-sdk/client-lambda';
import test, { type ExecutionContext } from 'ava';
import { findDrift } from '../../../../runner/commands/drift/find-drift.ts';
import { readLockState } from '../../../../runner/lock/lock-state.ts';
import type { PlannedChange } from '../../../../runner/pulumi/engine-log.ts';
import type { ProgramStack } from '../../../../runner/pulumi/program-stack.ts';
import { formatNext } from '../../../../runner/report/message.ts';
import { describeInterruption } from '../../../../runner/commands/status/interruption.ts';
import { readTargets } from '../../../../runner/traffic/target.ts';
import { startRelease, startRollback } from './_child.ts';
import { createContext, runRelease } from './_release.ts';
import { releaseBoth } from './_rollback.ts';
import { createStack, functionName, handlerSaying, type TestStack } from './_stack.ts';
import { endless } from './_tier-commands.ts';

async function drift(
  t: ExecutionContext,
  stack: TestStack,
  changes: readonly PlannedChange[] = [],
): Promise<string[]> {
  const { settings, clients, openProgram, stop } = createContext(t, stack, {
    bundle: await handlerSaying(t, undefined),
  });
  const program: ProgramStack = {
    ...(await openProgram()),
    preview: async () => {
      const { outputs } = stack;
      return { changes, outputs, previous: outputs, warnings: [] };
    },
  };
  const drifts = await findDrift([{ settings, clients }], program, stop.signal);
  return drifts.map(({ name, difference }) => `${name}: ${difference}`);
}

async function createReleasedStack(t: ExecutionContext): Promise<TestStack> {
  const stack = await createStack(t);
  for (const [greeting, id] of [
    ['one', 'first'],
    ['two', 'second'],
  ] as const) {
    await runRelease(t, stack, { bundle: await handlerSaying(t, greeting), id });
  }
  return stack;
}

function patchStage(stack: TestStack, path: string, value: string) {
  const { restApiId } = stack.outputs;
  const patchOperations = [{ op: 'replace' as const, path, value }];
  return stack.clients.apigateway.send(
    new UpdateStageCommand({ restApiId, stageName: 'prod', patchOperations }),
  );
}

test.serial('before and after a release there is no drift', async (t) => {
  const stack = await createStack(t);
  t.deepEqual(await drift(t, stack), []);
  await runRelease(t, stack, { bundle: await handlerSaying(t, 'one') });
  t.deepEqual(await drift(t, stack), []);
});

test.serial(
  'it names an alias, its weights, a deployment and a variable moved by hand',
  async (t) => {
    const stack = await createReleasedStack(t);
    const { lambda } = stack.clients;
    await lambda.send(
      new UpdateAliasCommand({
        FunctionName: functionName,
        Name: 'STAGE',
        FunctionVersion: '2',
        RoutingConfig: { AdditionalVersionWeights: { 3: 0.25 } },
      }),
    );
    const deployment = await stack.deployApi();
    await patchStage(stack, '/deploymentId', deployment);
    t.deepEqual(await drift(t, stack), [
      'stage: alias STAGE points at version 2; second left 3',
      'stage: alias STAGE sends 25 % to version 3; second left no weights',
      `prod: API stage prod serves deployment ${deployment}; second left ${stack.outputs.deploymentId}`,
    ]);
    await patchStage(stack, '/variables/LambdaAlias', 'STAGE');
    t.true((await drift(t, stack)).some((text) => /^prod: .*LambdaAlias .* "STAGE"/.test(text)));
  },
);

test.serial('it names a canary that was left by hand, and the next release ends it', async (t) => {
  const stack = await createReleasedStack(t);
  const deploymentId = await stack.deployApi();
  await patchStage(stack, '/canarySettings/deploymentId', deploymentId);
  await patchStage(stack, '/canarySettings/percentTraffic', '10');
  t.deepEqual(await drift(t, stack), [
    `prod: API stage prod sends 10 % to deployment ${deploymentId} by a canary; second left none`,
  ]);
  await runRelease(t, stack, { bundle: await handlerSaying(t, 'three') });
  t.deepEqual(await drift(t, stack), []);
});

test.serial(
  'it lists the resources that differ from the program, and changes nothing',
  async (t) => {
    const stack = await createReleasedStack(t);
    stack.aws.calls.clear();
    const type = 'aws:lambda/function:Function';
    const change = { operation: 'update', type, name: 'function', properties: ['timeout'] };
    t.deepEqual(await drift(t, stack, [change]), [
      'function: Function: npm run release -- --provision would update it (timeout)',
    ]);
    const operations = new Set(stack.aws.calls.list().map(({ operation }) => operation));
    t.deepEqual([...operations].sort(), ['GetAlias', 'GetDeployment', 'GetStage']);
  },
);

test.serial('while a release is running it does not judge', async (t) => {
  const stack = await createReleasedStack(t);
  const child = await startRelease(t, stack, {
    bundle: await handlerSaying(t, 'three'),
    id: 'third',
    apiTier: endless,
  });
  child.begin();
  await child.reached('api-tier-stage');
  await t.throwsAsync(drift(t, stack), { message: 'Release third is running' });
  child.kill('SIGKILL');
  await child.ended();
  const [first = ''] = await drift(t, stack);
  t.regex(first, /^stage: third was interrupted; 4@\w+ is served while 4@\w+ is on trial$/);
  const interruption = await describe(stack);
  t.regex(interruption, /^third was interrupted: target stage serves 4@\w+, .* 3@\w+\. Next: /);
  t.regex(interruption, /npm run release .* npm run rollback -- --target stage/);
});

test.serial('an interrupted rollback is shown with the command that goes on', async (t) => {
  const stack = await createStack(t);
  await releaseBoth(t, stack, 'one');
  await releaseBoth(t, stack, 'two');
  const child = await startRollback(t, stack, { id: 'back' });
  stack.aws.faults.replace([{ operation: 'UpdateStage', kind: 'exit-after', pid: child.pid }]);
  child.begin();
  await child.ended();
  stack.aws.faults.clear();
  t.regex(
    await describe(stack),
    /^back was interrupted: target prod is to leave 3@\w+, .* 2@\w+\. Next: npm run rollback -- --target prod \(goes on to 2@\w+\)$/,
  );
});

test.serial('a standby that a killed release left open is told', async (t) => {
  const stack = await createStack(t, {}, { hasStandby: true });
  await runRelease(t, stack, { bundle: await handlerSaying(t, 'one') });
  t.deepEqual(await drift(t, stack), []);
  const bundle = await handlerSaying(t, 'two');
  const child = await startRelease(t, stack, { bundle, id: 'killed' });
  child.begin();
  await child.reached('ready-standby-prod');
  child.kill('SIGKILL');
  await child.ended();
  t.regex(
    await describe(stack),
    /^killed was interrupted, and no target is on trial; API stage prod_standby still answers with its candidate, until the next command closes it\. Next: run the same command again/,
  );
  const [found = ''] = await drift(t, stack);
  t.regex(
    found,
    /^prod: API stage prod_standby answers requests, with deployment \w+; it is closed/,
  );
});

async function describe(stack: TestStack): Promise<string> {
  const { lambda, apigateway: apiGateway } = stack.clients;
  const lock = await readLockState(lambda, functionName, new AbortController().signal);
  const targets = await readTargets({ lambda, apiGateway }, stack.outputs, ['stage', 'prod']);
  if (lock.kind !== 'interrupted') {
    return lock.kind;
  }
  const { text, next } = describeInterruption(lock.release, targets);
  return `${text}. Next: ${formatNext(next, 'local')}`;
}
