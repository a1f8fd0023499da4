import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ResourceNotFoundException,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import test from 'ava';
import { startEmbedded } from '../../_helpers/embedded.ts';
import { makeTable } from './_table.ts';

const TableName = 'orders';
const key = (number: number) => ({ customer: { S: 'ada' }, number: { N: String(number) } });

test('an item is put, read, changed, and deleted', async (t) => {
  const { dynamodb } = (await startEmbedded(t)).clients;
  await makeTable(dynamodb);
  const Item = {
    ...key(1),
    status: { S: 'new' },
    lines: { L: [{ M: { tea: { N: '2' } } }] },
    bytes: { B: new Uint8Array([1, 2, 255]) },
  };
  await dynamodb.send(new PutItemCommand({ TableName, Item }));
  t.deepEqual((await dynamodb.send(new GetItemCommand({ TableName, Key: key(1) }))).Item, Item);
  const { Attributes } = await dynamodb.send(
    new UpdateItemCommand({
      ...{ TableName, Key: key(1), ReturnValues: 'ALL_NEW' },
      UpdateExpression: 'SET #s = :s ADD cents :t',
      ExpressionAttributeNames: { '#s': 'status' },
      ExpressionAttributeValues: { ':s': { S: 'paid' }, ':t': { N: '7' } },
    }),
  );
  t.like(Attributes, { status: { S: 'paid' }, cents: { N: '7' } });
  await dynamodb.send(new DeleteItemCommand({ TableName, Key: key(1) }));
  t.is((await dynamodb.send(new GetItemCommand({ TableName, Key: key(1) }))).Item, undefined);
});

test('a condition that does not hold tells the item to whoever asks', async (t) => {
  const { dynamodb } = (await startEmbedded(t)).clients;
  await makeTable(dynamodb);
  const Item = { ...key(1), status: { S: 'paid' } };
  await dynamodb.send(new PutItemCommand({ TableName, Item }));
  const ConditionExpression = 'attribute_not_exists(customer)';
  const asking = { TableName, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const;
  const refused = async (call: Promise<unknown>) =>
    (await t.throwsAsync(call, { instanceOf: ConditionalCheckFailedException })).Item;
  const put = new PutItemCommand({ ...asking, Item: key(1), ConditionExpression });
  t.deepEqual(await refused(dynamodb.send(put)), Item);
  const one = { Key: key(1), ConditionExpression };
  const update = new UpdateItemCommand({ ...asking, ...one, UpdateExpression: 'REMOVE note' });
  t.deepEqual(await refused(dynamodb.send(update)), Item);
  const remove = (input: object) =>
    refused(dynamodb.send(new DeleteItemCommand({ TableName, ...one, ...input })));
  t.deepEqual(await remove(asking), Item);
  t.is(await remove({}), undefined);
  const none = { Key: key(2), ConditionExpression: 'attribute_exists(customer)' };
  t.is(await remove({ ...asking, ...none }), undefined);
});

test('a condition that does not hold changes nothing', async (t) => {
  const { dynamodb } = (await startEmbedded(t)).clients;
  await makeTable(dynamodb);
  const put = (status: string) =>
    dynamodb.send(
      new PutItemCommand({
        ...{ TableName, Item: { ...key(1), status: { S: status } } },
        ConditionExpression: 'attribute_not_exists(customer)',
      }),
    );
  await put('first');
  await t.throwsAsync(put('second'), { instanceOf: ConditionalCheckFailedException });
  const { Item } = await dynamodb.send(new GetItemCommand({ TableName, Key: key(1) }));
  t.deepEqual(Item?.status, { S: 'first' });
});

test('items are found by key, by index, and all of them', async (t) => {
  const { dynamodb } = (await startEmbedded(t)).clients;
  await makeTable(dynamodb);
  await dynamodb.send(
    new BatchWriteItemCommand({
      RequestItems: {
        [TableName]: [1, 2, 10].map((number) => ({
          PutRequest: { Item: { ...key(number), status: { S: number > 1 ? 'new' : 'paid' } } },
        })),
      },
    }),
  );
  const query = { TableName, ScanIndexForward: false };
  const byKey = await dynamodb.send(
    new QueryCommand({
      ...query,
      KeyConditionExpression: 'customer = :c',
      ExpressionAttributeValues: { ':c': { S: 'ada' } },
    }),
  );
  t.deepEqual(
    byKey.Items?.map(({ number }) => number?.N),
    ['10', '2', '1'],
  );
  const byStatus = await dynamodb.send(
    new QueryCommand({
      ...{ TableName, IndexName: 'by-status' },
      KeyConditionExpression: '#s = :s',
      ExpressionAttributeNames: { '#s': 'status' },
      ExpressionAttributeValues: { ':s': { S: 'new' } },
    }),
  );
  t.is(byStatus.Count, 2);
  t.is((await dynamodb.send(new ScanCommand({ TableName }))).Count, 3);
  const { Responses } = await dynamodb.send(
    new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: [key(1), key(3)] } } }),
  );
  t.is(Responses?.[TableName]?.length, 1);
});

test('a table that is not there is told by its error', async (t) => {
  const { dynamodb } = (await startEmbedded(t)).clients;
  await t.throwsAsync(dynamodb.send(new GetItemCommand({ TableName, Key: key(1) })), {
    instanceOf: ResourceNotFoundException,
  });
});
