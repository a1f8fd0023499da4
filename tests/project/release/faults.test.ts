import test, { type ExecutionContext } from 'ava';
import type { FaultRule } from '../../../local/aws/faults.ts';
import { FailedRelease } from '../../../runner/recovery.ts';
import { runRelease } from './_release.ts';
import { createStack, handlerSaying, type TestStack } from './_stack.ts';

/** What a release with new code and a new API definition calls, the reads aside. */
const writes = ['UpdateFunctionCode', 'PublishVersion', 'UpdateAlias', 'UpdateStage'] as const;

const faults = ['throttle', 'fail', 'delay', 'dropBefore', 'dropAfter'] as const;

test.serial('a fault of any call that comes once does not stop a release', async (t) => {
  t.timeout(300_000);
  const stack = await createFirstRelease(t);
  let release = 0;
  for (const operation of [...writes, 'GetAlias', 'GetStage', 'GetFunctionConfiguration']) {
    for (const kind of faults) {
      release += 1;
      const call = 1 + (release % 2);
      const candidate = await nextCandidate(t, stack, `${kind} ${operation}`);
      stack.aws.faults.replace([{ operation, kind, call, delayMs: 50 }]);
      const { outcome } = await runRelease(t, stack, candidate);
      stack.aws.faults.clear();
      t.is(outcome, 'released', `${kind} ${operation}`);
      await assertServed(t, stack, `${kind} ${operation}`, candidate.deploymentId);
    }
  }
});

for (const operation of writes) {
  test.serial(
    `when ${operation} never works, prod is untouched and the next release converges`,
    async (t) => {
      t.timeout(120_000);
      const stack = await createFirstRelease(t);
      const prod = await stack.ask('prod');
      const candidate = await nextCandidate(t, stack, operation);
      const rule: FaultRule = { operation, kind: 'fail' };
      stack.aws.faults.replace([rule]);
      const failure = await t.throwsAsync(runRelease(t, stack, candidate), {
        instanceOf: FailedRelease,
      });
      stack.aws.faults.clear();
      t.true([3, 5].includes(failure.status), String(failure.status));
      t.regex(failure.message, /Next: /);
      t.is(await stack.ask('prod'), prod);
      await runRelease(t, stack, candidate);
      await assertServed(t, stack, operation, candidate.deploymentId);
    },
  );
}

async function createFirstRelease(t: ExecutionContext): Promise<TestStack> {
  const stack = await createStack(t);
  await runRelease(t, stack, { bundle: await handlerSaying(t, 'first') });
  return stack;
}

async function nextCandidate(t: ExecutionContext, stack: TestStack, name: string) {
  return {
    bundle: await handlerSaying(t, name),
    deploymentId: await stack.deployApi((body) => body.replaceAll("'no-store'", `'${name}'`)),
  };
}

async function assertServed(
  t: ExecutionContext,
  stack: TestStack,
  greeting: string,
  deploymentId: string,
): Promise<void> {
  for (const target of ['stage', 'prod'] as const) {
    const answer = await stack.ask(target);
    t.true(answer.startsWith(`200 ${greeting} `) && answer.endsWith(`@${deploymentId}`), answer);
  }
}
