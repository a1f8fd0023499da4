import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  UpdateTableCommand,
  type DynamoDBClientConfig,
} from '@aws-sdk/client-dynamodb';
import test, { type ExecutionContext } from 'ava';
import { account, region } from '../../_helpers/account.ts';
import { startEmbedded } from '../../_helpers/embedded.ts';
import { makeTable } from './_table.ts';

const american = 'us-east-1';
const TableName = 'orders';
const order = { customer: { S: 'ada' }, number: { N: '1' } };
const StreamSpecification = { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' } as const;

async function open(t: ExecutionContext) {
  const embedded = await startEmbedded(t);
  const { dynamodb } = embedded.clients;
  const { credentials } = dynamodb.config;
  const there = new DynamoDBClient({
    ...{ endpoint: embedded.url, region: american },
    credentials: credentials as NonNullable<DynamoDBClientConfig['credentials']>,
  });
  t.teardown(() => {
    there.destroy();
  });
  const replicate = (which: 'Create' | 'Delete', RegionName = american) =>
    dynamodb.send(
      new UpdateTableCommand({ TableName, ReplicaUpdates: [{ [which]: { RegionName } }] }),
    );
  return { dynamodb, there, replicate };
}

test('the replicas of a table have the same items, whichever region they were put in', async (t) => {
  const { dynamodb, there, replicate } = await open(t);
  await makeTable(dynamodb, { StreamSpecification });
  await dynamodb.send(new PutItemCommand({ TableName, Item: order }));
  const { TableDescription } = await replicate('Create');
  t.like(TableDescription, {
    ...{ StreamSpecification, GlobalTableVersion: '2019.11.21' },
    Replicas: [{ RegionName: american, ReplicaStatus: 'ACTIVE' }],
  });
  const arn = `arn:aws:dynamodb:${american}:${account}:table/${TableName}`;
  const { Table } = await there.send(new DescribeTableCommand({ TableName: arn }));
  t.like(Table, { TableArn: arn, TableStatus: 'ACTIVE', Replicas: [{ RegionName: region }] });
  t.is(Table?.GlobalSecondaryIndexes?.[0]?.IndexArn, `${arn}/index/by-status`);
  t.deepEqual((await there.send(new ListTablesCommand({}))).TableNames, [TableName]);

  const { number: _number, ...key } = order;
  const second = { ...key, number: { N: '2' } };
  await there.send(new PutItemCommand({ TableName, Item: second }));
  for (const [client, Key] of [
    [there, order],
    [dynamodb, second],
  ] as const) {
    t.deepEqual((await client.send(new GetItemCommand({ TableName, Key }))).Item, Key);
  }
});

test('a replica that goes leaves the items of the others', async (t) => {
  const { dynamodb, there, replicate } = await open(t);
  await makeTable(dynamodb, { StreamSpecification });
  await dynamodb.send(new PutItemCommand({ TableName, Item: order }));
  await replicate('Create');
  await replicate('Create', 'sa-east-1');
  await replicate('Delete');
  await t.throwsAsync(there.send(new DescribeTableCommand({ TableName })), {
    name: 'ResourceNotFoundException',
  });
  t.truthy((await dynamodb.send(new GetItemCommand({ TableName, Key: order }))).Item);
  await replicate('Create');
  await there.send(new DeleteTableCommand({ TableName }));
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
  t.deepEqual(
    Table?.Replicas?.map(({ RegionName }) => RegionName),
    ['sa-east-1'],
  );
});

test('what no table can be a replica of is refused', async (t) => {
  const { dynamodb, there, replicate } = await open(t);
  await makeTable(dynamodb);
  await t.throwsAsync(replicate('Create'), { name: 'ValidationException', message: /stream/ });
  await dynamodb.send(new UpdateTableCommand({ TableName, StreamSpecification }));
  await t.throwsAsync(replicate('Delete'), { name: 'ValidationException' });
  await makeTable(there);
  await t.throwsAsync(replicate('Create'), { name: 'ValidationException', message: /exists/ });
  await there.send(new DeleteTableCommand({ TableName }));
  await replicate('Create');
  await t.throwsAsync(replicate('Create'), { name: 'ValidationException' });
  await t.throwsAsync(makeTable(there), { name: 'ResourceInUseException' });
  await t.throwsAsync(dynamodb.send(new DeleteTableCommand({ TableName })), {
    name: 'NotImplemented',
  });
  const off = { StreamEnabled: false };
  await t.throwsAsync(
    dynamodb.send(new UpdateTableCommand({ TableName, StreamSpecification: off })),
    { name: 'ValidationException', message: /stream/ },
  );
});

test('a stream that somebody would read is not modelled', async (t) => {
  const { dynamodb } = await open(t);
  await t.throwsAsync(
    dynamodb.send(
      new CreateTableCommand({
        TableName,
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        BillingMode: 'PAY_PER_REQUEST',
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' },
      }),
    ),
    { name: 'NotImplemented' },
  );
});
