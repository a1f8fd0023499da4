import { randomUUID } from 'node:crypto';
import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  GetLogEventsCommand,
  paginateDescribeLogGroups,
} from '@aws-sdk/client-cloudwatch-logs';
import test from 'ava';
import { startEmbedded } from '../../_helpers/embedded.ts';
import { failsWith } from '../../_helpers/aws-errors.ts';
import { createGroup, createStream, eventsUntilNow, put } from './_groups.ts';

test('a created group is described with its ARN and without retention', async (t) => {
  const { logs } = (await startEmbedded(t)).clients;
  const name = await createGroup(t, logs);
  const described = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: name }));
  const [group] = described.logGroups ?? [];
  t.is(group?.logGroupName, name);
  t.true(group?.arn?.endsWith(`:log-group:${name}:*`));
  t.true(group?.logGroupArn?.endsWith(`:log-group:${name}`));
  t.is(group?.retentionInDays, undefined);
  t.is(group?.logGroupClass, 'STANDARD');
});

test('a group cannot be created twice, nor deleted twice', async (t) => {
  const { logs } = (await startEmbedded(t)).clients;
  const logGroupName = await createGroup(t, logs);
  const create = new CreateLogGroupCommand({ logGroupName });
  await failsWith(t, () => logs.send(create), 'ResourceAlreadyExistsException', 400);
  const guarded = new CreateLogGroupCommand({ logGroupName, deletionProtectionEnabled: true });
  await failsWith(t, () => logs.send(guarded), 'NotImplemented', 501);
  const remove = new DeleteLogGroupCommand({ logGroupName });
  await logs.send(remove);
  await failsWith(t, () => logs.send(remove), 'ResourceNotFoundException', 400);
});

test('a group that is deleted and made again is empty', async (t) => {
  const { logs } = (await startEmbedded(t)).clients;
  const stream = await createStream(t, logs);
  await put(logs, stream, eventsUntilNow(['old']));
  await logs.send(new DeleteLogGroupCommand({ logGroupName: stream.logGroupName }));
  await createGroup(t, logs, stream.logGroupName);
  await failsWith(
    t,
    () => logs.send(new GetLogEventsCommand(stream)),
    'ResourceNotFoundException',
    400,
    /log stream does not exist/,
  );
});

for (const name of ['with space', '', 'a'.repeat(513), 'star*']) {
  test(`a group cannot be called "${name.slice(0, 20)}"`, async (t) => {
    const { logs } = (await startEmbedded(t)).clients;
    const create = new CreateLogGroupCommand({ logGroupName: name });
    await failsWith(t, () => logs.send(create), 'InvalidParameterException', 400);
  });
}

test('groups are described by prefix or pattern, page by page and sorted', async (t) => {
  const { logs } = (await startEmbedded(t)).clients;
  const prefix = `/pages-${randomUUID()}`;
  const names = ['c', 'a', 'b'].map((letter) => `${prefix}/${letter}`);
  for (const name of names) {
    await createGroup(t, logs, name);
  }
  const pages: string[][] = [];
  const query = { logGroupNamePrefix: prefix };
  for await (const page of paginateDescribeLogGroups({ client: logs, pageSize: 2 }, query)) {
    pages.push((page.logGroups ?? []).map((group) => group.logGroupName ?? ''));
  }
  t.deepEqual(pages, [[`${prefix}/a`, `${prefix}/b`], [`${prefix}/c`]]);
  const byPattern = await logs.send(
    new DescribeLogGroupsCommand({ logGroupNamePattern: `${prefix.slice(1)}/B` }),
  );
  t.deepEqual(
    byPattern.logGroups?.map((group) => group.logGroupName),
    [`${prefix}/b`],
  );
});

test('a group is not protected from deletion, and an identifier has no star', async (t) => {
  const { logs } = (await startEmbedded(t)).clients;
  const logGroupName = await createGroup(t, logs);
  const { logGroups: [group] = [] } = await logs.send(
    new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName }),
  );
  t.is(group?.deletionProtectionEnabled, false);
  const streams = (logGroupIdentifier: string | undefined) =>
    logs.send(new DescribeLogStreamsCommand({ logGroupIdentifier }));
  await t.notThrowsAsync(streams(group?.logGroupArn));
  await failsWith(
    t,
    () => streams(group?.arn),
    'InvalidParameterException',
    400,
    /at 'logGroupIdentifier' failed to satisfy constraint/,
  );
});

test('a stream is asked for by the name of its group or by its ARN, not by both', async (t) => {
  const { logs } = (await startEmbedded(t)).clients;
  const logGroupName = await createGroup(t, logs);
  const both = { logGroupName, logGroupIdentifier: logGroupName };
  await failsWith(
    t,
    () => logs.send(new DescribeLogStreamsCommand(both)),
    'ValidationException',
    400,
    /^LogGroup name and LogGroup ARN are mutually exclusive parameters\.$/,
  );
});

test('a name of more than 512 characters is too long for groups and streams', async (t) => {
  const { logs } = (await startEmbedded(t)).clients;
  await failsWith(
    t,
    () => logs.send(new CreateLogGroupCommand({ logGroupName: 'a'.repeat(513) })),
    'InvalidParameterException',
    400,
    /^Invalid LogGroup or LogStream, both must have length less than or equal to 512\.$/,
  );
});
