import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import test from 'ava';
import { account, region } from '../../_helpers/account.ts';
import { startWorkbench } from '../_helpers/provider-on.ts';

const type = 'aws:dynamodb/table:Table';
const orders = {
  name: 'orders',
  billingMode: 'PAY_PER_REQUEST',
  hashKey: 'id',
  attributes: [
    { name: 'id', type: 'S' },
    { name: 'customer', type: 'S' },
  ],
  globalSecondaryIndexes: [
    { name: 'by-customer', hashKey: 'customer', rangeKey: 'id', projectionType: 'ALL' },
  ],
  ttl: { attributeName: 'endsAt', enabled: true },
  pointInTimeRecovery: { enabled: true },
  tags: { team: 'a' },
};

test('a table is made with all that it has, read back, changed and deleted', async (t) => {
  const bench = await startWorkbench(t);
  const made = await bench.make(type, orders);
  t.is(made.id, 'orders');
  t.like(made.state, {
    ...{ ...orders, arn: `arn:aws:dynamodb:${region}:${account}:table/orders` },
    tagsAll: { team: 'a' },
    globalSecondaryIndexes: [{ ...orders.globalSecondaryIndexes[0] }],
  });
  t.deepEqual(await bench.changes(made, orders), []);
  t.deepEqual((await bench.refresh(made))?.inputs, made.inputs);
  await bench.clients.dynamodb.send(
    new PutItemCommand({ TableName: 'orders', Item: { id: { S: '1' } } }),
  );
  const asked = {
    ...{ ...orders, ttl: { attributeName: 'until', enabled: true } },
    ...{ pointInTimeRecovery: { enabled: false }, tags: { team: 'b' } },
    deletionProtectionEnabled: true,
  };
  const edited = await bench.edit(made, asked);
  t.deepEqual(await bench.changes(edited, asked), []);
  t.like(edited.state, {
    ...{ ttl: asked.ttl, tagsAll: { team: 'b' }, deletionProtectionEnabled: true },
  });
  await t.throwsAsync(bench.provider.delete(edited), { message: /protected against deletion/ });
  const free = await bench.edit(edited, orders);
  await bench.provider.delete(free);
  t.is(await bench.refresh(free), undefined);
  await t.notThrowsAsync(bench.provider.delete(free));
});

test('a table gets replicas in other regions, and loses them', async (t) => {
  const bench = await startWorkbench(t);
  const global = (...regions: readonly string[]) => ({
    ...{ ...orders, streamEnabled: true, streamViewType: 'NEW_AND_OLD_IMAGES' },
    replicas: regions.map((regionName) => ({ regionName, propagateTags: true })),
  });
  const made = await bench.make(type, global('us-east-1'));
  t.like(made.state, { replicas: [{ regionName: 'us-east-1' }], streamEnabled: true });
  t.deepEqual(await bench.changes(made, made.inputs), []);
  const asked = global('sa-east-1', 'ap-southeast-2');
  const moved = await bench.edit(made, asked);
  t.deepEqual(await bench.changes(moved, global('ap-southeast-2', 'sa-east-1')), []);
  t.deepEqual((await bench.refresh(moved))?.inputs, moved.inputs);
  const alone = await bench.edit(moved, global());
  t.deepEqual(await bench.changes(alone, global()), []);
  const again = await bench.edit(alone, asked);
  await bench.provider.delete(again);
  t.is(await bench.refresh(again), undefined);
});

test('a table that is paid by capacity can get another one', async (t) => {
  const bench = await startWorkbench(t);
  const attributes = [{ name: 'id', type: 'S' }];
  const asked = { hashKey: 'id', attributes, readCapacity: 1, writeCapacity: 1 };
  const made = await bench.make(type, asked, 'plain');
  t.regex(made.id, /^plain-[0-9a-f]{7}$/);
  t.deepEqual(await bench.changes(made, made.inputs), []);
  const edited = await bench.edit(made, { ...asked, readCapacity: 5 });
  t.like(edited.state, { readCapacity: 5, writeCapacity: 1 });
});

test('another key is another table, and another index is refused', async (t) => {
  const bench = await startWorkbench(t);
  const made = await bench.make(type, orders);
  const diff = await bench.provider.diff({
    ...{ ...made, asked: { ...orders, hashKey: 'customer' } },
    ignoreChanges: [],
  });
  t.deepEqual(diff.replaces, ['hashKey']);
  await t.throwsAsync(bench.edit(made, { ...orders, globalSecondaryIndexes: [] }), {
    message: /cannot change the indexes/,
  });
});
