import { DescribeTableCommand, ListTagsOfResourceCommand } from '@aws-sdk/client-dynamodb';
import test from 'ava';
import { loadAllTypes } from '../../provider/registry.ts';
import { clientsIn } from '../_helpers/clients.ts';
import { startWorkbench } from './_helpers/provider-on.ts';

const tableType = 'aws:dynamodb/table:Table';
const other = 'us-east-1';

/** Of services that have none. */
const global = ['iam', 'route53'];

const tableOf = (more: object = {}) => ({
  ...{ name: 'orders', billingMode: 'PAY_PER_REQUEST', hashKey: 'id' },
  attributes: [{ name: 'id', type: 'S' }],
  ...more,
});

test('every resource but those of services without regions takes a region, and another one replaces it', async (t) => {
  for (const [token, { schema, replaceOn, chosenByAws }] of await loadAllTypes()) {
    const [, service = ''] = /^aws:(\w+)\//.exec(token) ?? [];
    const isRegional = !global.includes(service);
    t.is('region' in schema.shape, isRegional, token);
    t.is(replaceOn.includes('region'), isRegional, token);
    t.is(chosenByAws.includes('region'), isRegional, token);
  }
});

test('a resource is made, edited, refreshed and deleted in the region that it names', async (t) => {
  const bench = await startWorkbench(t);
  const there = clientsIn(t, bench.url, other);
  const find = () => there.dynamodb.send(new DescribeTableCommand({ TableName: 'orders' }));
  const here = await bench.make(tableType, tableOf(), 'here');
  const made = await bench.make(tableType, tableOf({ region: other }), 'there');
  t.is(here.state.region, 'eu-west-1');
  t.regex(String(made.state.arn), /:us-east-1:/);
  const edited = await bench.edit(made, tableOf({ region: other, tags: { a: '1' } }));
  const { Tags } = await there.dynamodb.send(
    new ListTagsOfResourceCommand({ ResourceArn: String(made.state.arn) }),
  );
  t.deepEqual(Tags, [{ Key: 'a', Value: '1' }]);
  t.like((await bench.refresh(edited))?.state, { region: other, arn: made.state.arn });
  await bench.provider.delete(edited);
  await t.throwsAsync(find, { name: 'ResourceNotFoundException' });
  t.truthy(await bench.refresh(here), 'the one of the same name in the other region stays');
});

test('another region, and no region any more, replace a resource', async (t) => {
  const bench = await startWorkbench(t);
  const made = await bench.make(tableType, tableOf({ region: other }));
  const differ = async (asked: object) => {
    const request = { ...made, asked: { ...made.inputs, ...asked }, ignoreChanges: [] };
    return (await bench.provider.diff(request)).replaces;
  };
  t.deepEqual(await differ({}), []);
  t.deepEqual(await differ({ region: 'ap-southeast-2' }), ['region']);
  t.deepEqual(await differ({ region: undefined }), ['region']);
  const home = await bench.make(tableType, tableOf(), 'home');
  t.deepEqual(await bench.changes(home, tableOf({ region: 'eu-west-1' })), []);
});

test('an import says by ID@REGION where the resource is', async (t) => {
  const bench = await startWorkbench(t);
  const made = await bench.make(tableType, tableOf({ region: other }));
  const imported = (id: string) => bench.provider.read({ urn: made.urn, id, state: {} }, {});
  t.is(await imported('orders'), undefined);
  const live = await imported(`orders@${other}`);
  t.like(live, { id: 'orders', properties: { arn: made.state.arn }, inputs: { region: other } });
  t.is(await imported('orders@eu-west-1'), undefined);
});
