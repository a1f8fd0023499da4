import test from 'ava';
import { readConfiguration } from '../../../provider/configuration.ts';
import { Provider } from '../../../provider/provider.ts';
import { startWorkbench, urnOf } from '../_helpers/provider-on.ts';
import { assumeRolePolicy } from '../_helpers/programs.ts';

const policy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'logs:PutLogEvents', Resource: '*' }],
});

test('a role and its policy: made, edited in place, deleted', async (t) => {
  const bench = await startWorkbench(t);
  const role = await bench.make('aws:iam/role:Role', { assumeRolePolicy, tags: { a: '1' } }, 'fn');
  t.regex(role.id, /^fn-[0-9a-f]{7}$/);
  t.like(role.state, {
    arn: `arn:aws:iam::123456789012:role/${role.id}`,
    maxSessionDuration: 3600,
  });
  const rolePolicy = await bench.make('aws:iam/rolePolicy:RolePolicy', { role: role.id, policy });
  t.is(rolePolicy.id, `${role.id}:${String(rolePolicy.state.name)}`);

  const { name: _name, ...asked } = role.inputs;
  const edited = await bench.edit(role, { ...asked, description: 'd', tags: { b: '2' } });
  t.like(edited.state, { name: role.id, description: 'd', tagsAll: { b: '2' } });
  const narrower = policy.replace('"*"', '"arn:aws:logs:*:*:*"');
  const changed = await bench.edit(rolePolicy, { ...rolePolicy.inputs, policy: narrower });
  t.is(changed.state.policy, narrower);

  await bench.provider.delete(rolePolicy);
  await bench.provider.delete(role);
  t.is(await bench.refresh(role), undefined);
  t.is(await bench.refresh(rolePolicy), undefined);
  await t.notThrowsAsync(bench.provider.delete(rolePolicy));
  await t.notThrowsAsync(bench.provider.delete(role));
});

test('a policy that is only spelled otherwise is no change, and keeps its spelling', async (t) => {
  const bench = await startWorkbench(t);
  const spelled = JSON.stringify(JSON.parse(assumeRolePolicy), undefined, 2);
  const role = await bench.make('aws:iam/role:Role', { assumeRolePolicy: spelled });
  t.is(role.state.assumeRolePolicy, spelled);
  t.deepEqual(await bench.changes(role, { ...role.inputs, assumeRolePolicy }), []);
});

test('a role of another name or path is another role', async (t) => {
  const bench = await startWorkbench(t);
  const role = await bench.make('aws:iam/role:Role', { assumeRolePolicy });
  const asked = { ...role.inputs, path: '/lambda/' };
  const { replaces, deleteBeforeReplace } = await bench.provider.diff({
    ...role,
    asked,
    ignoreChanges: [],
  });
  t.deepEqual(replaces, ['path']);
  t.false(deleteBeforeReplace, 'a made name changes with the replacement');
});

test('a role whose creation was answered by a lost connection is there, once', async (t) => {
  const bench = await startWorkbench(t);
  bench.aws.faults.replace([{ operation: 'CreateRole', call: 1, kind: 'dropAfter' }]);
  const role = await bench.make('aws:iam/role:Role', { assumeRolePolicy, name: 'fn' });
  t.is(role.id, 'fn');
  await t.throwsAsync(bench.make('aws:iam/role:Role', { assumeRolePolicy, name: 'fn' }), {
    message: /EntityAlreadyExists/,
  });
});

test('a log group keeps events as long as the program says', async (t) => {
  const bench = await startWorkbench(t);
  const type = 'aws:cloudwatch/logGroup:LogGroup';
  const made = await bench.make(type, { name: '/aws/lambda/fn', retentionInDays: 14 });
  t.like(made.state, {
    arn: 'arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/fn',
    retentionInDays: 14,
  });
  t.deepEqual(await bench.changes(made, made.inputs), []);
  const edited = await bench.edit(made, { ...made.inputs, retentionInDays: 30, tags: { a: '1' } });
  t.like(edited.state, { retentionInDays: 30, tagsAll: { a: '1' } });
  const forever = await bench.edit(edited, { name: '/aws/lambda/fn' });
  t.like(forever.state, { retentionInDays: 0, tagsAll: {} });
  await bench.provider.delete(forever);
  t.is(await bench.refresh(forever), undefined);
  await t.notThrowsAsync(bench.provider.delete(forever));
});

test('a log group whose name only begins like another is not that other', async (t) => {
  const bench = await startWorkbench(t);
  const type = 'aws:cloudwatch/logGroup:LogGroup';
  await bench.make(type, { name: '/aws/lambda/fn-2' });
  const made = await bench.make(type, { name: '/aws/lambda/fn' });
  await bench.provider.delete(made);
  t.is(await bench.refresh(made), undefined);
});

test("the caller, the region and the partition are the provider's", async (t) => {
  const { provider } = await startWorkbench(t);
  t.like(await provider.invoke('aws:index/getCallerIdentity:getCallerIdentity', {}), {
    accountId: '123456789012',
    id: '123456789012',
  });
  t.like(await provider.invoke('aws:index/getRegion:getRegion', {}), { region: 'eu-west-1' });
  t.like(await provider.invoke('aws:index/getRegion:getRegion', { region: 'us-east-1' }), {
    region: 'us-east-1',
  });
  t.deepEqual(await provider.invoke('aws:index/getPartition:getPartition', {}), {
    id: 'aws',
    partition: 'aws',
    dnsSuffix: 'amazonaws.com',
    reverseDnsPrefix: 'com.amazonaws',
  });
  await t.throwsAsync(provider.invoke('aws:ec2/getVpc:getVpc', {}), {
    message: /does not model the function aws:ec2\/getVpc:getVpc/,
  });
});

test("tags of the provider are on every resource, and are not the resource's own", async (t) => {
  const bench = await startWorkbench(t);
  const type = 'aws:cloudwatch/logGroup:LogGroup';
  const config = readConfiguration(
    { region: 'eu-west-1', defaultTags: '{"tags":{"team":"x"}}' },
    {},
    bench.url,
  );
  const provider = new Provider(config);
  const urn = urnOf(type, 'it');
  const inputs = { name: '/tagged', tags: { own: '1' } };
  const { id, properties } = await provider.create(urn, inputs, false);
  t.like(properties, { tags: { own: '1' }, tagsAll: { own: '1', team: 'x' } });
  const change = { urn, id, state: properties, asked: inputs, ignoreChanges: [] };
  t.is((await provider.diff(change)).changed.size, 0);
  const untagged = new Provider({ ...config, defaultTags: {} });
  t.true((await untagged.diff(change)).changed.has('tagsAll'));
});

test('the configuration of the program comes before the environment', (t) => {
  const environment = { AWS_DEFAULT_REGION: 'eu-north-1', AWS_ACCESS_KEY_ID: '1'.repeat(12) };
  const endpoint = 'http://127.0.0.1:4566';
  t.like(readConfiguration({}, environment, endpoint), {
    region: 'eu-north-1',
    accessKeyId: '111111111111',
    endpoint,
  });
  t.like(readConfiguration({ region: 'eu-west-1' }, environment, endpoint), {
    region: 'eu-west-1',
  });
  t.like(readConfiguration({}, {}, endpoint), { region: '', accessKeyId: '000000000000' });
});
