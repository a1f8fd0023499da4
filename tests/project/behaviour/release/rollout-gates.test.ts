import {
  LambdaClient,
  PutProvisionedConcurrencyConfigCommand,
  UpdateAliasCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import test, { type ExecutionContext } from 'ava';
import { readHistory } from '../../../../runner/history/entries.ts';
import { account, region } from '../../../../local/tests/_helpers/account.ts';
import { createContext, runFailingRelease, runRelease } from './_release.ts';
import {
  makeCandidate,
  putAlarm,
  putRedAlarm,
  quickRollout,
  releaseFirst,
  turnRed,
} from './_rollout.ts';
import {
  createRole,
  createStack,
  functionName,
  handlerDoing,
  handlerSaying,
  type TestStack,
} from './_stack.ts';

const code = { code: true, api: false };

test.serial('a candidate that is much slower is put back', async (t) => {
  const stack = await createStack(t);
  await releaseFirst(t, stack);
  const failure = await runFailingRelease(t, stack, {
    bundle: await handlerDoing(
      t,
      `await new Promise((resolve) => setTimeout(resolve, 60)); return { greeting: 'slow' };`,
    ),
    targets: { prod: { rollout: quickRollout({ minSamples: 20, latencyEffect: 0.5 }) } },
  });
  t.is(failure.status, 1);
  t.regex(failure.message, /^The judge is red: probes: .*slower/);
  t.regex(await stack.ask('prod'), /^200 first 2@/);
});

test.serial('too few samples until the deadline stop a release', async (t) => {
  const stack = await createStack(t);
  await releaseFirst(t, stack);
  const failure = await runFailingRelease(t, stack, {
    ...(await makeCandidate(t, stack, 'second', code)),
    targets: { prod: { rollout: quickRollout({ minSamples: 1e6, deadline: 1 }) } },
  });
  t.is(failure.status, 1);
  t.regex(failure.message, /^The judge could not tell in time: .* Put back: prod\. /);
  t.regex(await stack.ask('prod'), /^200 first 2@/);
});

test.serial('a red alarm stops a release, unless it is ignored', async (t) => {
  const stack = await createStack(t);
  await releaseFirst(t, stack);
  await putRedAlarm(stack.clients.cloudwatch, 'orders-lost');
  const candidate = await makeCandidate(t, stack, 'second', code);
  const targets = { prod: { rollout: quickRollout({ alarms: ['orders-lost'] }) } };
  const failure = await runFailingRelease(t, stack, { ...candidate, targets });
  t.is(failure.status, 1);
  t.regex(failure.message, /orders-lost is red already\. Nothing had to be put back\. /);
  t.regex(failure.message, /npm run release -- --ignore-alarms orders-lost$/);
  t.regex(await stack.ask('stage'), /^200 first 2@/);

  const ignoredAlarms = ['orders-lost'];
  const { outcome } = await runRelease(t, stack, { ...candidate, targets, ignoredAlarms });
  t.is(outcome, 'released');
  const { clients } = createContext(t, stack, candidate);
  const [latest] = await readHistory(clients, functionName, 1);
  t.deepEqual(latest?.ignoredAlarms, ignoredAlarms);
});

test.serial('an alarm that goes red during a step puts back at the next look', async (t) => {
  const stack = await createStack(t);
  await releaseFirst(t, stack);
  const { cloudwatch } = stack.clients;
  await putAlarm(cloudwatch, 'orders-lost');
  const red: Promise<unknown>[] = [];
  const failure = await runFailingRelease(t, stack, {
    ...(await makeCandidate(t, stack, 'second', code)),
    targets: { prod: { rollout: quickRollout({ alarms: ['orders-lost'] }) } },
    onEvent(event) {
      if (event.kind === 'step-started' && event.step === 'judge-prod-50') {
        red.push(turnRed(cloudwatch));
      }
    },
  });
  await Promise.all(red);
  t.regex(failure.message, /^The judge is red: .*orders-lost is red.* Put back: prod\. /);
  t.regex(await stack.ask('prod'), /^200 first 2@/);
});

test.serial('alarms that cannot be read for a while do not end a rollout', async (t) => {
  const stack = await createStack(t);
  await releaseFirst(t, stack);
  await putAlarm(stack.clients.cloudwatch, 'orders-lost');
  const operation = 'monitoring:DescribeAlarms';
  const { outcome } = await runRelease(t, stack, {
    ...(await makeCandidate(t, stack, 'second', code)),
    targets: { prod: { rollout: quickRollout({ alarms: ['orders-lost'] }) } },
    onEvent(event) {
      if (event.kind === 'step-started' && event.step === 'judge-prod-20') {
        // More than the SDK tries by itself.
        const calls = [1, 2, 3, 4, 5, 6, 7];
        stack.aws.faults.replace(calls.map((call) => ({ operation, call, kind: 'fail' })));
      }
    },
  });
  t.is(outcome, 'released');
});

test.serial('credentials that end before the rollout does stop it before it begins', async (t) => {
  const stack = await createStack(t);
  await releaseFirst(t, stack);
  const before = process.env.AWS_ACCESS_KEY_ID;
  t.teardown(() => {
    if (before === undefined) {
      delete process.env.AWS_ACCESS_KEY_ID;
    } else {
      process.env.AWS_ACCESS_KEY_ID = before;
    }
  });
  process.env.AWS_ACCESS_KEY_ID = account;
  const lambda = new LambdaClient({
    endpoint: stack.url,
    region,
    credentials: {
      accessKeyId: account,
      secretAccessKey: 'local',
      expiration: new Date(Date.now() + 119_000),
    },
  });
  const candidate = await makeCandidate(t, stack, 'second', code);
  const { clients } = createContext(t, stack, candidate);
  const failure = await runFailingRelease(t, stack, {
    ...candidate,
    clients: { ...clients, lambda },
    targets: { prod: { rollout: { ...quickRollout(), interval: 60 } } },
  });
  t.is(failure.status, 3);
  t.regex(failure.message, /^The rollout takes 2 min at least, .* Nothing had to be put back\. /);
  t.regex(await stack.ask('stage'), /^200 first 2@/);
});

test.serial('an alarm that does not exist is told before anything moves', async (t) => {
  const stack = await createStack(t);
  await releaseFirst(t, stack);
  const failure = await runFailingRelease(t, stack, {
    ...(await makeCandidate(t, stack, 'second', code)),
    targets: { prod: { rollout: quickRollout({ alarms: ['no-such'] }) } },
  });
  t.is(failure.status, 2);
  t.regex(failure.message, /^There is no CloudWatch alarm no-such\. /);
});

test.serial(
  'an alias with provisioned concurrency is refused, with the reason (trap D27)',
  async (t) => {
    const stack = await createStack(t);
    await releaseFirst(t, stack);
    await stack.clients.lambda.send(
      new PutProvisionedConcurrencyConfigCommand({
        FunctionName: functionName,
        Qualifier: 'PROD',
        ProvisionedConcurrentExecutions: 1,
      }),
    );
    await assertRefused(t, stack, /alias PROD has provisioned concurrency/);
  },
);

test.serial('versions of different roles are refused, with the reason (trap D28)', async (t) => {
  const stack = await createStack(t);
  await releaseFirst(t, stack);
  const Role = await createRole(stack.clients.iam, 'other');
  await stack.clients.lambda.send(
    new UpdateFunctionConfigurationCommand({ FunctionName: functionName, Role }),
  );
  await assertRefused(t, stack, /versions 2 and 3 have another role or dead-letter queue/);
});

test.serial(
  "a stack's first release moves at once: there is nothing to compare with",
  async (t) => {
    const stack = await createStack(t);
    const steps: string[] = [];
    const { outcome } = await runRelease(t, stack, {
      bundle: await handlerSaying(t, 'first'),
      targets: { stage: { rollout: quickRollout() }, prod: { rollout: quickRollout() } },
      onEvent(event) {
        steps.push(event.kind === 'step-started' ? event.step : '');
      },
    });
    t.is(outcome, 'released');
    t.false(steps.some((step) => step.startsWith('shift-')));
  },
);

test.serial(
  'weights that a person changes in the middle of a rollout are left alone',
  async (t) => {
    const stack = await createStack(t);
    await releaseFirst(t, stack);
    const moved: Promise<unknown>[] = [];
    const byHand = { AdditionalVersionWeights: { '3': 0.9 } };
    const failure = await runFailingRelease(t, stack, {
      ...(await makeCandidate(t, stack, 'second', code)),
      targets: { prod: { rollout: quickRollout() } },
      onEvent(event) {
        if (event.kind === 'step-started' && event.step === 'judge-prod-20') {
          const alias = { FunctionName: functionName, Name: 'PROD', RoutingConfig: byHand };
          moved.push(stack.clients.lambda.send(new UpdateAliasCommand(alias)));
        }
      },
    });
    await Promise.all(moved);
    t.is(failure.status, 4);
    t.deepEqual(failure.putBack, []);
    t.regex(failure.message, /Serving now: stage 3@\w+, prod 2@\w+ \(90 % 3@\w+\)\. /);
  },
);

async function assertRefused(t: ExecutionContext, stack: TestStack, reason: RegExp) {
  const failure = await runFailingRelease(t, stack, {
    ...(await makeCandidate(t, stack, 'second', code)),
    targets: { prod: { rollout: quickRollout() } },
  });
  t.is(failure.status, 2);
  t.regex(failure.message, reason);
  t.regex(failure.message, /Nothing had to be put back\. .*take rollout away from target prod/);
  t.regex(await stack.ask('stage'), /^200 first 2@/);

  const byCanary = await runRelease(t, stack, {
    ...(await makeCandidate(t, stack, 'third', { code: true, api: true })),
    targets: { prod: { rollout: quickRollout() } },
  });
  t.is(byCanary.outcome, 'released');
}
