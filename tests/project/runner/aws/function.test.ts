import {
  LambdaClient,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
  type FunctionConfiguration,
} from '@aws-sdk/client-lambda';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import {
  findVersion,
  getFunction,
  isSameConfiguration,
  publish,
  updateCode,
  waitUntilSettled,
} from '../../../../runner/aws/function.ts';
import { ConflictError, EnvironmentError } from '../../../../runner/errors.ts';
import { functionName, handlerSaying } from '../../behaviour/release/_stack.ts';
import { openStand, type Stand } from '../_stand.ts';

const { signal } = new AbortController();

function readLatest({ clients }: Stand): Promise<FunctionConfiguration> {
  return waitUntilSettled(clients.lambda, functionName, '$LATEST', signal);
}

/** As a person does in the console. */
async function configureByHand({ stack }: Stand, Timeout: number): Promise<void> {
  const { lambda } = stack.clients;
  await lambda.send(
    new UpdateFunctionConfigurationCommand({ FunctionName: functionName, Timeout }),
  );
  const waiting = { client: lambda, maxWaitTime: 10, minDelay: 0.01, maxDelay: 0.05 };
  await waitUntilFunctionUpdatedV2(waiting, { FunctionName: functionName });
}

/** A Lambda that answers about a function with each in turn, the last one for good. */
function lambdaThatAnswers(t: ExecutionContext, ...answers: readonly FunctionConfiguration[]) {
  const credentials = { accessKeyId: 'none', secretAccessKey: 'none' };
  const lambda = new LambdaClient({ region: 'eu-west-1', credentials });
  t.teardown(() => lambda.destroy());
  let asked = 0;
  lambda.middlewareStack.add(
    () => () => {
      const answer = answers[Math.min(asked, answers.length - 1)];
      asked += 1;
      return Promise.resolve({ response: undefined, output: { $metadata: {}, ...answer } });
    },
    { step: 'initialize' },
  );
  return { lambda, asked: () => asked };
}

const settled = { Version: '$LATEST', State: 'Active', LastUpdateStatus: 'Successful' } as const;
const unsettled: Readonly<Record<string, FunctionConfiguration>> = {
  'an update is in progress': { ...settled, LastUpdateStatus: 'InProgress' },
  'an update has no status yet': { Version: '$LATEST', State: 'Active' },
  'the function is pending': { ...settled, State: 'Pending' },
};

for (const [title, answer] of Object.entries(unsettled)) {
  test(`it is waited for while ${title}`, async (t) => {
    const { lambda, asked } = lambdaThatAnswers(t, answer, answer, settled);
    t.like(await waitUntilSettled(lambda, functionName, '$LATEST', signal), settled);
    t.is(asked(), 3);
  });
}

const ready: Readonly<Record<string, FunctionConfiguration>> = {
  'an active $LATEST whose update succeeded': settled,
  'an idle $LATEST': { ...settled, State: 'Inactive' },
  'an active version, which has no update': { Version: '7', State: 'Active' },
};

for (const [title, answer] of Object.entries(ready)) {
  test(`${title} is settled`, async (t) => {
    const { lambda, asked } = lambdaThatAnswers(t, answer);
    await waitUntilSettled(lambda, functionName, answer.Version ?? '', signal);
    t.is(asked(), 1);
  });
}

const failures: Readonly<Record<string, [FunctionConfiguration, string]>> = {
  'an update that failed': [
    { ...settled, LastUpdateStatus: 'Failed', LastUpdateStatusReason: 'no such layer' },
    'no such layer',
  ],
  'a function that failed': [
    { ...settled, State: 'Failed', StateReason: 'no such role' },
    'no such role',
  ],
  'a failure without a reason': [{ ...settled, State: 'Failed' }, 'no reason given'],
};

for (const [title, [answer, reason]] of Object.entries(failures)) {
  test(`${title} is told with its reason`, async (t) => {
    const { lambda } = lambdaThatAnswers(t, answer);
    await t.throwsAsync(waitUntilSettled(lambda, functionName, '$LATEST', signal), {
      instanceOf: EnvironmentError,
      message: `greeting:$LATEST failed to update: ${reason}`,
    });
  });
}

test('who waits for a function can be stopped', async (t) => {
  const { lambda } = lambdaThatAnswers(t, { ...settled, State: 'Pending' });
  const stop = new AbortController();
  const waiting = waitUntilSettled(lambda, functionName, '$LATEST', stop.signal);
  stop.abort();
  await t.throwsAsync(waiting, { name: 'AbortError' });
});

test('a version is found, or is not there', async (t) => {
  const { clients } = await openStand(t, { versions: 1 });
  t.is((await findVersion(clients.lambda, functionName, '1'))?.Version, '1');
  t.is(await findVersion(clients.lambda, functionName, '9'), undefined);
  t.is((await getFunction(clients.lambda, functionName, '$LATEST')).Version, '$LATEST');
});

async function update(t: ExecutionContext, stand: Stand, from: FunctionConfiguration) {
  const code = await handlerSaying(t, 'new');
  return { code, updated: await updateCode(stand.clients.lambda, from, code, signal) };
}

test('code is uploaded, and what comes back has settled and may be published', async (t) => {
  const stand = await openStand(t, { versions: 1 });
  const { code, updated } = await update(t, stand, await readLatest(stand));
  t.is(updated.CodeSha256, code.codeSha256);
  t.is(updated.LastUpdateStatus, 'Successful');
  const published = await publish(stand.clients.lambda, updated, 'release r1', signal);
  t.like(published, { Version: '2', CodeSha256: code.codeSha256, Description: 'release r1' });
});

test('an answer from before the upload is no other code of somebody else', async (t) => {
  const code = { zip: Buffer.from('zip'), codeSha256: 'new' };
  const from = { ...settled, FunctionName: functionName, CodeSha256: 'old', RevisionId: 'r1' };
  const made = { ...from, CodeSha256: 'new', RevisionId: 'r2' };
  // Of the upload, of a read that is old, and of one that is not.
  const { lambda, asked } = lambdaThatAnswers(t, made, from, made);
  t.like(await updateCode(lambda, from, code, signal), { CodeSha256: 'new', RevisionId: 'r2' });
  t.is(asked(), 3);
});

test('the same code is uploaded for another processor', async (t) => {
  const stand = await openStand(t, { versions: 1 });
  const { code, updated } = await update(t, stand, await readLatest(stand));
  const moved = { ...code, architecture: 'arm64' } as const;
  const { Architectures } = await updateCode(stand.clients.lambda, updated, moved, signal);
  t.deepEqual(Architectures, ['arm64']);
});

test('an upload whose answer was lost is found', async (t) => {
  const stand = await openStand(t, { versions: 1 });
  const latest = await readLatest(stand);
  stand.stack.aws.faults.replace([{ operation: 'UpdateFunctionCode', call: 1, kind: 'dropAfter' }]);
  const { code, updated } = await update(t, stand, latest);
  t.is(updated.CodeSha256, code.codeSha256);
});

test('code is uploaded where only the revision is another one', async (t) => {
  const stand = await openStand(t, { versions: 1 });
  const latest = await readLatest(stand);
  await configureByHand(stand, (latest.Timeout ?? 3) + 1);
  await configureByHand(stand, latest.Timeout ?? 3);
  const { code, updated } = await update(t, stand, latest);
  t.like(updated, { CodeSha256: code.codeSha256, Timeout: latest.Timeout });
});

test('code is not uploaded over what somebody else changed', async (t) => {
  const stand = await openStand(t, { versions: 1 });
  const latest = await readLatest(stand);
  await configureByHand(stand, 9);
  await t.throwsAsync(update(t, stand, latest), {
    instanceOf: ConflictError,
    message: 'Somebody else changed the code or configuration of greeting meanwhile',
  });
  t.is((await readLatest(stand)).CodeSha256, latest.CodeSha256);
});

test('what AWS refuses for another reason is no conflict', async (t) => {
  const stand = await openStand(t, { versions: 1 });
  const latest = await readLatest(stand);
  stand.stack.aws.faults.replace([
    { operation: 'UpdateFunctionCode', kind: 'fail' },
    { operation: 'PublishVersion', kind: 'fail' },
  ]);
  await t.throwsAsync(update(t, stand, latest), { name: 'ServiceException' });
  await t.throwsAsync(publish(stand.clients.lambda, latest, '', signal), {
    name: 'ServiceException',
  });
});

/** `$LATEST` with a configuration that no version has yet. */
async function toPublish(stand: Stand): Promise<FunctionConfiguration> {
  await configureByHand(stand, 7);
  return readLatest(stand);
}

test('a publication whose answer was lost makes no second version', async (t) => {
  const stand = await openStand(t, { versions: 1 });
  const latest = await toPublish(stand);
  stand.stack.aws.faults.replace([{ operation: 'PublishVersion', call: 1, kind: 'dropAfter' }]);
  const published = await publish(stand.clients.lambda, latest, 'release r1', signal);
  t.is(published.Version, '2');
  t.is(await findVersion(stand.clients.lambda, functionName, '3'), undefined);
});

test('the same contents under another revision are published', async (t) => {
  const stand = await openStand(t, { versions: 1 });
  const latest = await toPublish(stand);
  await configureByHand(stand, 8);
  await configureByHand(stand, 7);
  const published = await publish(stand.clients.lambda, latest, 'release r1', signal);
  t.like(published, { Version: '2', Timeout: 7 });
});

test('what somebody else changed is not published', async (t) => {
  const stand = await openStand(t, { versions: 1 });
  const latest = await toPublish(stand);
  await configureByHand(stand, 9);
  await t.throwsAsync(publish(stand.clients.lambda, latest, 'release r1', signal), {
    instanceOf: ConflictError,
  });
  t.is(await findVersion(stand.clients.lambda, functionName, '2'), undefined);
});

test('what was published already is the version that it made then', async (t) => {
  const stand = await openStand(t, { versions: 1 });
  const first = await publish(stand.clients.lambda, await toPublish(stand), 'r1', signal);
  const again = await publish(stand.clients.lambda, await readLatest(stand), 'r2', signal);
  t.is(again.Version, first.Version);
});

const layers = [{ Arn: 'arn:a' }, { Arn: 'arn:b' }];
const settings: FunctionConfiguration = {
  Runtime: 'nodejs24.x',
  Role: 'arn:aws:iam::123456789012:role/greeting',
  Timeout: 3,
  Environment: { Variables: { A: '1', B: '2' } },
  Layers: layers,
};

test('the order of keys is no difference, that of layers is one', (t) => {
  const variables = fc.dictionary(fc.stringMatching(/^[A-Z]{1,4}$/), fc.string());
  fc.assert(
    fc.property(variables, (Variables) => {
      const reversed = Object.fromEntries(Object.entries(Variables).reverse());
      t.true(
        isSameConfiguration(
          { ...settings, Environment: { Variables } },
          { ...settings, Environment: { Variables: reversed } },
        ),
      );
    }),
  );
  t.false(isSameConfiguration(settings, { ...settings, Layers: layers.toReversed() }));
});

const differences: Readonly<Record<string, FunctionConfiguration>> = {
  'a variable': { Environment: { Variables: { A: '1', B: '3' } } },
  'no variables': { Environment: undefined },
  'the memory': { MemorySize: 256 },
  'the timeout': { Timeout: 4 },
  'the role': { Role: 'arn:aws:iam::123456789012:role/other' },
  'the runtime': { Runtime: 'nodejs22.x' },
  'the logging': { LoggingConfig: { LogFormat: 'JSON' } },
  'the dead-letter queue': { DeadLetterConfig: { TargetArn: 'arn:q' } },
};

for (const [title, change] of Object.entries(differences)) {
  test(`${title} makes another configuration`, (t) => {
    t.false(isSameConfiguration(settings, { ...settings, ...change }));
  });
}

test('code, version, description and dates are no configuration', (t) => {
  const other = {
    ...settings,
    CodeSha256: 'other',
    Version: '7',
    Description: 'release r1',
    LastModified: '2026-11-23T05:15:12.000+0000',
    RevisionId: 'other',
  };
  t.true(isSameConfiguration(settings, other));
});
