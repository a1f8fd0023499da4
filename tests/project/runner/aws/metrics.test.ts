import { join } from 'node:path';
import { CreateAliasCommand } from '@aws-sdk/client-lambda';
import test from 'ava';
import { MetricStore } from '../../../../local/aws/cloudwatch/metrics.ts';
import { countInvocations, toAnswers } from '../../../../runner/aws/metrics.ts';
import { account, region } from '../../../../local/tests/_helpers/account.ts';
import { startEmbedded, type Embedded } from '../../../../local/tests/_helpers/embedded.ts';
import {
  activeFunction,
  invoke,
  publish,
  publishHandler,
  setUp,
} from '../../../../local/tests/aws/lambda/_helpers/functions.ts';

const minuteMs = 60_000;
const midnight = Date.UTC(2026, 10, 23);
const prod = { functionName: 'greeting', alias: 'PROD' };

/** A time of 2026-11-23. */
function at(minute: number, second = 0): Date {
  return new Date(midnight + minute * minuteMs + second * 1000);
}

function total(durations: readonly { readonly count: number }[]): number {
  return durations.reduce((sum, { count }) => sum + count, 0);
}

/** Puts invocations of `greeting:PROD` where the embedded AWS keeps its metrics. */
async function putInvocations(
  { dir }: Embedded,
  invocations: readonly { readonly at: Date; readonly ms: number; readonly failed?: boolean }[],
): Promise<void> {
  const store = new MetricStore(join(dir, `${account}-${region}`, 'metrics'));
  const dimensions = { FunctionName: 'greeting', Resource: 'greeting:PROD' };
  for (const { at: begun, ms, failed = false } of invocations) {
    const put = (name: string, value: number) => {
      store.put('AWS/Lambda', name, dimensions, value, begun.getTime());
    };
    put('Invocations', 1);
    put('Errors', failed ? 1 : 0);
    put('Duration', ms);
  }
  await store.close();
}

test('the versions behind a weighted alias, and another alias, are counted apart', async (t) => {
  const clock: { frozenAt?: number } = {};
  const stand = await setUp(t, {
    timings: { pendingMs: 5, inProgressMs: 5 },
    now: () => clock.frozenAt ?? Date.now(),
  });
  const functionName = await activeFunction(t, stand, 'return 1');
  const old = await publish(stand, functionName);
  const candidate = await publishHandler(
    stand,
    functionName,
    'if (event.fails) throw new Error("no"); return 2',
  );
  const createAlias = (Name: string, weights: Record<string, number>) =>
    stand.lambda.send(
      new CreateAliasCommand({
        FunctionName: functionName,
        Name,
        FunctionVersion: Name === 'NEXT' ? candidate : old,
        RoutingConfig: { AdditionalVersionWeights: weights },
      }),
    );
  await createAlias('PROD', { [candidate]: 0.5 });
  await createAlias('NEXT', {});

  const begin = (Math.ceil(Date.now() / minuteMs) + 1) * minuteMs;
  clock.frozenAt = begin + 5000;
  const expected = { [old]: { count: 0, errors: 0 }, [candidate]: { count: 0, errors: 0 } };
  for (let index = 0; index < 24; index += 1) {
    const event = { fails: index % 3 === 0 };
    const answer = await invoke(stand, functionName, event, { Qualifier: 'PROD' });
    const side = expected[answer.ExecutedVersion ?? ''];
    if (side !== undefined) {
      side.count += 1;
      side.errors += answer.FunctionError === undefined ? 0 : 1;
    }
  }
  await invoke(stand, functionName, { fails: true }, { Qualifier: 'NEXT' });

  const count = (alias: string, executedVersion?: string) =>
    countInvocations(
      stand.clients.cloudwatch,
      { functionName, alias, ...(executedVersion !== undefined && { executedVersion }) },
      { from: new Date(begin), to: new Date(begin + minuteMs) },
    );
  for (const version of [old, candidate]) {
    const { durations, ...seen } = await count('PROD', version);
    t.deepEqual(seen, expected[version]);
    t.is(total(durations), seen.count);
  }
  t.like(await count('PROD'), { count: 24, errors: expected[candidate]?.errors });
  t.like(await count('NEXT'), { count: 1, errors: 1 });
});

test('the whole minutes of a window count, to the second', async (t) => {
  const embedded = await startEmbedded(t);
  await putInvocations(
    embedded,
    [at(0, 59), at(1), at(1, 30), at(2, 59), at(3)].map((begun) => ({ at: begun, ms: 5 })),
  );
  const count = async (from: Date, to: Date) => {
    const answers = await countInvocations(embedded.clients.cloudwatch, prod, { from, to });
    return [answers.count, total(answers.durations)];
  };
  t.deepEqual(await count(at(0, 30), at(3, 59)), [3, 3]);
  t.deepEqual(await count(at(1), at(3)), [3, 3]);
  t.deepEqual(await count(at(1, 1), at(3)), [1, 1]);
  t.deepEqual(await count(at(0), at(4)), [5, 5]);
});

test('a window without a whole minute is empty, and nobody is asked', async (t) => {
  const { aws, clients } = await startEmbedded(t);
  const nothing = { count: 0, errors: 0, durations: [] };
  for (const [from, to] of [
    [at(0, 1), at(1, 59)],
    [at(1), at(1)],
    [at(2), at(1)],
  ] as const) {
    t.deepEqual(await countInvocations(clients.cloudwatch, prod, { from, to }), nothing);
  }
  t.deepEqual(aws.calls.list(), []);
  const window = { from: at(0), to: at(1) };
  t.deepEqual(await countInvocations(clients.cloudwatch, prod, window), nothing);
  t.is(aws.calls.list().length, 1, 'one call reads it all');
});

test('durations add up over the minutes, each near where it was', async (t) => {
  const embedded = await startEmbedded(t);
  const durations = [0.8, 3, 3, 42, 42, 42, 1200, 899_000, 900_000];
  await putInvocations(
    embedded,
    durations.map((ms, index) => ({ at: at(index % 4), ms, failed: ms === 42 })),
  );
  const seen = await countInvocations(embedded.clients.cloudwatch, prod, {
    from: at(0),
    to: at(4),
  });
  t.like(seen, { count: 9, errors: 3 });
  const found = seen.durations.flatMap(({ ms, count }) => Array<number>(count).fill(ms));
  found.sort((a, b) => a - b);
  t.is(found.length, durations.length);
  for (const [index, ms] of durations.entries()) {
    const ratio = (found[index] ?? 0) / ms;
    t.true(ratio > 0.78 && ratio < 1.28, `${String(ms)} ms came as ${String(found[index])}`);
  }
});

test('a window of days comes in more than one page', async (t) => {
  const embedded = await startEmbedded(t);
  const minutes = 3300;
  await putInvocations(
    embedded,
    Array.from({ length: minutes }, (_, minute) => ({ at: at(minute), ms: 7 })),
  );
  const seen = await countInvocations(embedded.clients.cloudwatch, prod, {
    from: at(0),
    to: at(minutes),
  });
  t.is(seen.count, minutes);
  t.is(total(seen.durations), minutes);
  t.is(seen.durations.length, 1);
  t.is(embedded.aws.calls.list().length, 2);
});

test('a query that CloudWatch could not answer is an error, not a zero', (t) => {
  for (const StatusCode of ['InternalError', 'Forbidden'] as const) {
    const results = [{ Id: 'errors', StatusCode, Timestamps: [], Values: [] }];
    t.throws(() => toAnswers(results), { message: /the query errors/ });
  }
});

test('metrics that did not arrive together make no impossible figures', (t) => {
  const result = (Id: string, value: number) => ({ Id, Timestamps: [at(0)], Values: [value] });
  t.deepEqual(toAnswers([result('errors', 3), result('invocations', 2), result('samples', 2)]), {
    count: 3,
    errors: 3,
    durations: [],
  });
});
