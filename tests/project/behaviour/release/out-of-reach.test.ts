import test, { type ExecutionContext } from 'ava';
import type { FaultRule } from '../../../../local/aws/faults.ts';
import { FailedRun } from '../../../../runner/failed-run.ts';
import { release } from '../../../../runner/release.ts';
import { createContext, type ReleaseOptions } from './_release.ts';
import { releaseBoth, runFailingRollback, runRollback } from './_rollback.ts';
import { makeCandidate, putAlarm, quickRollout, releaseFirst } from './_rollout.ts';
import { createStack, handlerSaying, type TestStack } from './_stack.ts';
import { redOn } from './_tier-commands.ts';

const services = ['lambda', 'apigateway', 'monitoring', 'logs', 'sts'];

/** The control plane refuses or drops every call; the URLs answer. */
function outOfReach(kind: FaultRule['kind']): FaultRule[] {
  return services.map((service) => ({ operation: `${service}:*`, kind }));
}

/** A release of another code, to which AWS is lost while `prod` gives a fifth of its requests to it. */
async function loseInRollout(
  t: ExecutionContext,
  stack: TestStack,
  kind: FaultRule['kind'],
  { patienceMs, onEvent }: { patienceMs: number; onEvent?: ReleaseOptions['onEvent'] },
): Promise<FailedRun> {
  await releaseFirst(t, stack);
  await putAlarm(stack.clients.cloudwatch, 'orders-lost');
  const options: ReleaseOptions = {
    ...(await makeCandidate(t, stack, 'second', { code: true, api: false })),
    targets: { prod: { rollout: quickRollout({ alarms: ['orders-lost'] }) } },
    onEvent(event, context) {
      if (event.kind === 'step-started' && event.step === 'judge-prod-20') {
        stack.aws.faults.replace(outOfReach(kind));
      }
      onEvent?.(event, context);
    },
  };
  const context = { ...createContext(t, stack, options), patienceMs };
  return t.throwsAsync(release(context), { instanceOf: FailedRun });
}

test('credentials that end in a rollout: what was served last is told, and how to put back', async (t) => {
  const stack = await createStack(t);
  const failure = await loseInRollout(t, stack, 'expire', { patienceMs: 0 });
  stack.aws.faults.clear();
  t.is(failure.status, 5);
  const { deploymentId } = stack.outputs;
  const lines = [
    'AWS does not accept the credentials (while releasing)',
    'Not put back: AWS does not accept the credentials (while putting back)',
    `Last known: stage 3@${deploymentId}, prod 2@${deploymentId} (20 % 3@${deploymentId})`,
    'Next: sign in again, then: npm run rollback -- --target prod (puts it back), or npm run release (goes on)',
  ];
  t.is(failure.message, lines.join('. '));
});

test('credentials that end in a rollback: only that goes on', async (t) => {
  const stack = await createStack(t);
  await releaseBoth(t, stack, 'one');
  await releaseBoth(t, stack, 'two');
  const failure = await runFailingRollback(t, stack, {
    onEvent(event) {
      if (event.kind === 'step-started' && event.step === 'ready-prod') {
        stack.aws.faults.replace(outOfReach('expire'));
      }
    },
  });
  stack.aws.faults.clear();
  t.is(failure.status, 5);
  t.regex(
    failure.message,
    /Next: sign in again, then: npm run rollback -- --target prod \(puts it back\)$/,
  );
  await runRollback(t, stack);
  t.regex(await stack.ask('prod'), /^200 one /);
});

test('a network that comes back soon: everything is put back', async (t) => {
  const stack = await createStack(t);
  const failure = await loseInRollout(t, stack, 'dropBefore', {
    patienceMs: 20_000,
    onEvent: (event) => {
      if (event.kind === 'note' && event.text.includes('tried again')) {
        stack.aws.faults.clear();
      }
    },
  });
  t.is(failure.status, 3);
  // What the candidate is judged by is read again for longer than the lock is held without its renewal.
  t.regex(
    failure.message,
    /^AWS cannot be reached \(while renewing the release lock\)\. Put back: prod\. /,
  );
  t.regex(await stack.ask('prod'), /^200 first 2@/);
  t.is((await stack.alias('RELEASE')).description, 'free');
});

/** A release of code and API definition whose api tier is red on `prod`, from when on aliases cannot be written. */
async function failOnTheWayBack(
  t: ExecutionContext,
  stack: TestStack,
  { patienceMs, onEvent }: { patienceMs: number; onEvent?: ReleaseOptions['onEvent'] },
): Promise<FailedRun> {
  await releaseBoth(t, stack, 'one');
  const context = createContext(t, stack, {
    bundle: await handlerSaying(t, 'two'),
    deploymentId: await stack.deployApi((body) => body.replaceAll("'no-store'", "'two'")),
    tiers: { api: redOn('prod') },
    onEvent(event, running) {
      if (event.kind === 'step-started' && event.step === 'api-tier-prod') {
        stack.aws.faults.replace([{ operation: 'UpdateAlias', kind: 'fail' }]);
      }
      onEvent?.(event, running);
    },
  });
  const failure = await t.throwsAsync(release({ ...context, patienceMs }), {
    instanceOf: FailedRun,
  });
  stack.aws.faults.clear();
  return failure;
}

test('an AWS that fails itself for a while: everything is put back', async (t) => {
  const stack = await createStack(t);
  const failure = await failOnTheWayBack(t, stack, {
    patienceMs: 20_000,
    onEvent(event) {
      if (event.kind === 'note' && event.text.includes('tried again')) {
        stack.aws.faults.clear();
      }
    },
  });
  t.deepEqual(failure.putBack, ['prod']);
  t.is(failure.status, 1);
  t.regex(await stack.ask('prod'), /^200 one 2@/);
});

test('an AWS that fails itself for good: what is told to serve does', async (t) => {
  const stack = await createStack(t);
  const failure = await failOnTheWayBack(t, stack, { patienceMs: 0 });
  const [, served = 'none'] = /^200 \w+ (\S+)/.exec(await stack.ask('prod')) ?? [];
  t.is(failure.status, 5);
  t.true(failure.message.includes(`prod ${served}`), failure.message);
});
