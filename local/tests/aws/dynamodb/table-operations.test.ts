import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  ListTablesCommand,
  ResourceInUseException,
  ResourceNotFoundException,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import test from 'ava';
import { testEmbedded } from '../../_helpers/embedded-only.ts';
import { account, region } from '../../_helpers/account.ts';
import { startEmbedded } from '../../_helpers/embedded.ts';
import { makeTable } from './_table.ts';

test('a table is made, described, listed and deleted', async (t) => {
  const { dynamodb } = (await startEmbedded(t)).clients;
  const arn = `arn:aws:dynamodb:${region}:${account}:table/orders`;
  t.like((await makeTable(dynamodb)).TableDescription, {
    ...{ TableArn: arn, TableStatus: 'CREATING' },
    DeletionProtectionEnabled: false,
  });
  for (const TableName of ['orders', arn]) {
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
    t.like(Table, {
      ...{ TableName: 'orders', TableArn: arn, TableStatus: 'ACTIVE', ItemCount: 0 },
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
    });
    t.is(Table?.GlobalSecondaryIndexes?.[0]?.IndexArn, `${arn}/index/by-status`);
  }
  await t.throwsAsync(makeTable(dynamodb), {
    instanceOf: ResourceInUseException,
    message: 'Table already exists: orders',
  });
  t.deepEqual((await dynamodb.send(new ListTablesCommand({}))).TableNames, ['orders']);
  await dynamodb.send(new DeleteTableCommand({ TableName: 'orders' }));
  await t.throwsAsync(dynamodb.send(new DescribeTableCommand({ TableName: 'orders' })), {
    instanceOf: ResourceNotFoundException,
  });
  await t.notThrowsAsync(makeTable(dynamodb));
});

test('encryption and class of a table are told as they were given', async (t) => {
  const { dynamodb } = (await startEmbedded(t)).clients;
  const key = `arn:aws:kms:${region}:${account}:key/1`;
  await makeTable(dynamodb, {
    SSESpecification: { Enabled: true, KMSMasterKeyId: '1' },
    TableClass: 'STANDARD_INFREQUENT_ACCESS',
  });
  const TableName = 'orders';
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
  const SSEDescription = { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: key } as const;
  t.like(Table, {
    SSEDescription,
    TableClassSummary: { TableClass: 'STANDARD_INFREQUENT_ACCESS' },
  });
  const update = {
    TableName,
    SSESpecification: { Enabled: false },
    TableClass: 'STANDARD',
  } as const;
  const { TableDescription } = await dynamodb.send(new UpdateTableCommand(update));
  t.is(TableDescription?.SSEDescription, undefined);
  t.like(TableDescription?.TableClassSummary, { TableClass: 'STANDARD' });
});

testEmbedded('what would be lost of a table is refused', async (t) => {
  const { dynamodb } = (await startEmbedded(t)).clients;
  await t.throwsAsync(makeTable(dynamodb, { ResourcePolicy: '{}' }), {
    name: 'NotImplemented',
    message: /^dynamodb:CreateTable with ResourcePolicy/,
  });
});

test('a table that is protected is deleted only when it is no more', async (t) => {
  const { dynamodb } = (await startEmbedded(t)).clients;
  await makeTable(dynamodb, { DeletionProtectionEnabled: true });
  const TableName = 'orders';
  await t.throwsAsync(dynamodb.send(new DeleteTableCommand({ TableName })), {
    name: 'ValidationException',
    message: /currently protected against deletion/,
  });
  const updated = await dynamodb.send(
    new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false }),
  );
  t.false(updated.TableDescription?.DeletionProtectionEnabled);
  await t.notThrowsAsync(dynamodb.send(new DeleteTableCommand({ TableName })));
});

test('the way a table is paid can be changed, and what is not modelled is refused', async (t) => {
  const { dynamodb } = (await startEmbedded(t)).clients;
  await makeTable(dynamodb, { GlobalSecondaryIndexes: undefined, AttributeDefinitions: keys });
  const TableName = 'orders';
  const ProvisionedThroughput = { ReadCapacityUnits: 2, WriteCapacityUnits: 3 };
  const { TableDescription } = await dynamodb.send(
    new UpdateTableCommand({ TableName, BillingMode: 'PROVISIONED', ProvisionedThroughput }),
  );
  t.like(TableDescription, { TableStatus: 'ACTIVE', ProvisionedThroughput });
  await t.throwsAsync(
    dynamodb.send(new UpdateTableCommand({ TableName, OnDemandThroughput: {} })),
    { name: 'NotImplemented', message: /UpdateTable with OnDemandThroughput/ },
  );
});

test('what is wrong with a table is told as DynamoDB does', async (t) => {
  const { dynamodb } = (await startEmbedded(t)).clients;
  await t.throwsAsync(
    dynamodb.send(
      new CreateTableCommand({ TableName: 'x', KeySchema: [], AttributeDefinitions: [] }),
    ),
    { name: 'ValidationException' },
  );
});

const keys = [
  { AttributeName: 'customer', AttributeType: 'S' as const },
  { AttributeName: 'number', AttributeType: 'N' as const },
];
