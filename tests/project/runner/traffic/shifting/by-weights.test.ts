import {
  PutProvisionedConcurrencyConfigCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import test from 'ava';
import { publish, waitUntilSettled } from '../../../../../runner/aws/function.ts';
import { ConflictError } from '../../../../../runner/errors.ts';
import { byWeights } from '../../../../../runner/traffic/shifting/by-weights.ts';
import { sharesOf } from '../../../../../runner/traffic/target.ts';
import { createRole, functionName } from '../../../behaviour/release/_stack.ts';
import { openStand, type Stand } from '../../_stand.ts';
import { answerCounts } from './_counts.ts';

test('a share is a weight of the alias, and the journal says it', async (t) => {
  const stand = await openStand(t);
  const shifting = byWeights(stand.clients);
  const candidate = stand.pair('2@old');
  let target = await stand.read();
  for (const percent of [5, 12.5, 50]) {
    target = await shifting.setShare(target, { candidate, percent, release: 'r1' });
    t.deepEqual(stand.writes(), [
      `alias PROD: 1, ${String(percent / 100)} of 2 (trial 2@old at ${String(percent)}% after 1@old by release r1)`,
    ]);
    t.deepEqual(sharesOf(target), [{ pair: candidate, percent }]);
    t.deepEqual(await stand.read(), target);
  }
});

test('an alias that somebody moved since it was read gets no weight', async (t) => {
  const stand = await openStand(t, { versions: 3 });
  const target = await stand.read();
  await stand.moveAliasByHand('3');
  const share = { candidate: stand.pair('2@old'), percent: 5, release: 'r1' };
  await t.throwsAsync(byWeights(stand.clients).setShare(target, share), {
    instanceOf: ConflictError,
  });
  t.deepEqual((await stand.read()).alias.weights, {});
});

test('versions that are alike may share an alias', async (t) => {
  const stand = await openStand(t);
  t.is(await byWeights(stand.clients).refuse(await stand.read(), stand.pair('2@old')), undefined);
});

test('an alias with provisioned concurrency is refused', async (t) => {
  const stand = await openStand(t);
  await stand.stack.clients.lambda.send(
    new PutProvisionedConcurrencyConfigCommand({
      FunctionName: functionName,
      Qualifier: 'PROD',
      ProvisionedConcurrentExecutions: 1,
    }),
  );
  t.is(
    await byWeights(stand.clients).refuse(await stand.read(), stand.pair('2@old')),
    'alias PROD has provisioned concurrency, and Lambda gives such an alias no weights',
  );
});

async function publishWith(
  { stack: { clients } }: Stand,
  change: { readonly Role: string } | { readonly DeadLetterConfig: { readonly TargetArn: string } },
): Promise<string> {
  const { lambda } = clients;
  const { signal } = new AbortController();
  await lambda.send(
    new UpdateFunctionConfigurationCommand({ FunctionName: functionName, ...change }),
  );
  const latest = await waitUntilSettled(lambda, functionName, '$LATEST', signal);
  return (await publish(lambda, latest, '', signal)).Version ?? '';
}

const differences: Readonly<Record<string, (stand: Stand) => Promise<string>>> = {
  role: async (stand) =>
    publishWith(stand, { Role: await createRole(stand.stack.clients.iam, 'another') }),
  'dead-letter queue': (stand) =>
    publishWith(stand, {
      DeadLetterConfig: { TargetArn: 'arn:aws:sqs:eu-west-1:123456789012:lost' },
    }),
};

for (const [title, publishAnother] of Object.entries(differences)) {
  test(`a version with another ${title} is refused`, async (t) => {
    const stand = await openStand(t);
    const version = await publishAnother(stand);
    const { deployment } = stand.pair('1@old');
    t.is(
      await byWeights(stand.clients).refuse(await stand.read(), { version, deployment }),
      `versions 1 and ${version} have another role or dead-letter queue, and Lambda gives weights only to versions that share them`,
    );
  });
}

test('both sides are counted by the version that ran behind the alias', async (t) => {
  const stand = await openStand(t);
  const asked = answerCounts(stand.clients.cloudWatch, ({ Resource, ExecutedVersion }) =>
    Resource === 'greeting:PROD' ? { '1': 400, '2': 100 }[ExecutedVersion ?? ''] : undefined,
  );
  const window = { from: new Date(0), to: new Date(60_000) };
  const { candidate, baseline } = await byWeights(stand.clients).measure(
    await stand.read(),
    stand.pair('2@old'),
    window,
  );
  t.is(candidate.count, 100);
  t.is(baseline.count, 400);
  t.is(asked(), 2);
});
