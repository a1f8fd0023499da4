import { setTimeout as delay } from 'node:timers/promises';

import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { CreateAliasCommand } from '@aws-sdk/client-lambda';
import test, { type ExecutionContext } from 'ava';

import { testEmbedded } from '../../_helpers/embedded-only.ts';
import { activeFunction, invoke, publish, setUp, type Stand } from './_helpers/functions.ts';

/** The messages in a function's log group, once they satisfy the condition. */
async function logged(
  { clients }: Stand,
  name: string,
  enough: (messages: readonly string[]) => boolean,
): Promise<string[]> {
  const command = new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${name}` });
  for (;;) {
    const { events = [] } = await clients.logs.send(command).catch(() => ({ events: [] }));
    const messages = events.map(({ message = '' }) => message.trimEnd());
    if (enough(messages)) {
      return messages;
    }
    await delay(10);
  }
}

const count = (messages: readonly string[], text: string) =>
  messages.filter((message) => message.includes(text)).length;

test('an event is accepted at once and runs once', async (t) => {
  const stand = await setUp(t);
  const name = await activeFunction(t, stand, 'console.log("got " + event.id)');
  const answer = await invoke(stand, name, { id: 7 }, { InvocationType: 'Event' });
  t.like(answer, { StatusCode: 202, FunctionError: undefined, payload: undefined });
  const messages = await logged(stand, name, (lines) => count(lines, 'REPORT') > 0);
  t.is(count(messages, 'got 7'), 1);
});

test('an event whose handler fails is tried three times with one request id', async (t) => {
  const stand = await setUp(t);
  const name = await activeFunction(t, stand, 'console.log("try"); throw new Error("no")');
  const { $metadata } = await invoke(stand, name, {}, { InvocationType: 'Event' });
  const messages = await logged(stand, name, (lines) => count(lines, 'REPORT') === 3);
  t.is(count(messages, `START RequestId: ${$metadata.requestId ?? ''}`), 3);
  t.is(count(messages, '\ttry'), 3);
});

test('what a handler logs is in its log group, in a stream of its version', async (t) => {
  const stand = await setUp(t);
  const name = await activeFunction(t, stand, 'console.log("line one\\nline two")');
  const { $metadata } = await invoke(stand, name);
  const messages = await logged(stand, name, (lines) => count(lines, 'REPORT') > 0);
  t.is(messages[0], `START RequestId: ${$metadata.requestId ?? ''} Version: $LATEST`);
  t.regex(messages[1] ?? '', /\tINFO\tline one\nline two$/);
});

async function sum(
  t: ExecutionContext,
  { clients }: Stand,
  MetricName: string,
  dimensions: Readonly<Record<string, string>>,
): Promise<number> {
  const now = Date.now();
  const { Datapoints = [] } = await clients.cloudwatch.send(
    new GetMetricStatisticsCommand({
      Namespace: 'AWS/Lambda',
      MetricName,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      StartTime: new Date(now - 600_000),
      EndTime: new Date(now + 60_000),
      Period: 60,
      Statistics: ['Sum'],
    }),
  );
  return Datapoints.reduce((total, { Sum = 0 }) => total + Sum, 0);
}

testEmbedded('calls are counted by function, by what was called and by what ran', async (t) => {
  const stand = await setUp(t);
  const FunctionName = await activeFunction(t, stand, 'if (event.fail) throw new Error("no")');
  const FunctionVersion = await publish(stand, FunctionName);
  await stand.lambda.send(new CreateAliasCommand({ FunctionName, Name: 'PROD', FunctionVersion }));
  await invoke(stand, FunctionName);
  await invoke(stand, FunctionName, {}, { Qualifier: '1' });
  await invoke(stand, FunctionName, {}, { Qualifier: 'PROD' });
  await invoke(stand, FunctionName, { fail: true }, { Qualifier: 'PROD' });
  const Resource = `${FunctionName}:PROD`;
  for (const [dimensions, invocations, errors] of [
    [{ FunctionName }, 4, 1],
    [{ FunctionName, Resource: FunctionName }, 1, 0],
    [{ FunctionName, Resource: `${FunctionName}:1` }, 1, 0],
    [{ FunctionName, Resource }, 2, 1],
    [{ FunctionName, Resource, ExecutedVersion: '1' }, 2, 1],
  ] as const) {
    t.is(await sum(t, stand, 'Invocations', dimensions), invocations, JSON.stringify(dimensions));
    t.is(await sum(t, stand, 'Errors', dimensions), errors, JSON.stringify(dimensions));
    t.true((await sum(t, stand, 'Duration', dimensions)) > 0);
  }
});
