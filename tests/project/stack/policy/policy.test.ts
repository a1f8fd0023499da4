import test from 'ava';
import { type Policy } from '../../../../stack/policy/policy.ts';
import { provisioningPolicy } from '../../../../stack/policy/provisioning.ts';
import { releasingPolicy } from '../../../../stack/policy/releasing.ts';
import type { PolicyScope } from '../../../../stack/policy/resources/scope.ts';
import { parseSettings } from '../../../../stack/settings.ts';

const scope = (raw: Readonly<Record<string, unknown>> = {}) => ({
  partition: 'aws',
  region: 'eu-west-1',
  account: '123456789012',
  restApiId: 'a1b2c3',
  settings: parseSettings({ function: { name: 'greeting' }, ...raw }),
});

const policies: Readonly<Record<string, Policy>> = {
  provisioning: provisioningPolicy(scope({ manageApiGatewayAccount: true })),
  releasing: releasingPolicy(scope()),
};

for (const [title, { Version, Statement }] of Object.entries(policies)) {
  test(`the ${title} policy says each thing once, in an order that does not change`, (t) => {
    t.is(Version, '2012-10-17');
    const places = Statement.map(({ Resource, Condition }) =>
      JSON.stringify([Resource, Condition]),
    );
    t.is(new Set(places).size, places.length, 'no two statements have the same resources');
    for (const { Effect, Action, Resource } of Statement) {
      t.is(Effect, 'Allow');
      t.true(Resource.length > 0);
      t.deepEqual([...new Set(Action)].sort(), Action);
      t.true(Action.every((action) => /^[a-z]+:\w+$/.test(action)));
    }
  });
}

test('actions whose condition differs are not in one statement', (t) => {
  const { Statement } = provisioningPolicy(scope());
  const passing = Statement.filter(({ Action }) => Action.includes('iam:PassRole'));
  t.deepEqual(
    passing.map(({ Action, Condition }) => [Action, Condition]),
    [[['iam:PassRole'], { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } }]],
  );
});

test('a role may be passed to no service but the one that it is for', (t) => {
  const { Statement } = provisioningPolicy(scope({ manageApiGatewayAccount: true }));
  const passing = Statement.filter(({ Action }) => Action.includes('iam:PassRole'));
  t.deepEqual(
    passing.map(({ Condition, Resource }) => [
      Condition?.StringEquals?.['iam:PassedToService'],
      Resource.map((arn) => /role\/([a-z-]+?)-/.exec(arn)?.[1]),
    ]),
    [
      ['lambda.amazonaws.com', ['greeting']],
      ['apigateway.amazonaws.com', ['api']],
    ],
  );
});

const elsewhere = ['us-east-1', 'ap-southeast-2'];
const inThree = {
  ...scope({ manageApiGatewayAccount: true }),
  others: elsewhere.map((region) => ({ region, restApiId: `of-${region}` })),
};

test('what is in several regions is said once, for those regions alone', (t) => {
  const statements = [provisioningPolicy, releasingPolicy].flatMap(
    (policyOf) => policyOf(inThree).Statement,
  );
  for (const { Resource, Condition } of statements) {
    const isAnywhere = Resource.some((arn) => arn.split(':')[3] === '*');
    t.deepEqual(
      Condition?.StringEquals?.['aws:RequestedRegion'],
      isAnywhere ? ['eu-west-1', ...elsewhere] : undefined,
      Resource.join('\n'),
    );
  }
  const resources = new Set(statements.flatMap(({ Resource }) => Resource));
  t.deepEqual(
    [...resources].filter((arn) => arn.endsWith(':function:greeting')),
    ['arn:aws:lambda:*:123456789012:function:greeting'],
  );
  t.deepEqual(
    [...resources].filter((arn) => arn.endsWith('/stages')),
    [['eu-west-1', 'a1b2c3'], ...elsewhere.map((region) => [region, `of-${region}`])].map(
      ([region, id]) => `arn:aws:apigateway:${region ?? ''}::/restapis/${id ?? ''}/stages`,
    ),
  );
});

test('a table of a stack in several regions may have replicas', (t) => {
  const own = [{ type: 'aws:dynamodb/table:Table', name: 'orders', physicalName: 'orders' }];
  const mayReplicate = (of: PolicyScope) =>
    provisioningPolicy({ ...of, own })
      .Statement.filter(({ Action }) => Action.includes('dynamodb:CreateTableReplica'))
      .map(({ Resource }) => Resource);
  t.deepEqual(mayReplicate(scope()), []);
  t.deepEqual(mayReplicate(inThree), [['arn:aws:dynamodb:*:123456789012:table/orders']]);
});

test('a policy of three regions is as long as IAM allows, at most', (t) => {
  for (const policyOf of [provisioningPolicy, releasingPolicy]) {
    const { length } = JSON.stringify(policyOf(inThree));
    t.true(length <= 6144, String(length));
  }
});

test('health checks are made where callers are led by them, and nowhere else', (t) => {
  const regions = ['eu-west-1', 'us-east-1'];
  const domain = { zone: 'example.com', targets: { prod: 'api.example.com' } };
  const routing = { policy: 'latency', healthPath: '/greeting' };
  const actionsOf = (raw: Readonly<Record<string, unknown>>) =>
    provisioningPolicy(scope(raw)).Statement.flatMap(({ Action }) => Action);
  const routed = actionsOf({ regions, domain: { ...domain, routing } });
  t.true(routed.includes('route53:CreateHealthCheck'));
  t.true(routed.includes('route53:DeleteHealthCheck'));
  t.false(actionsOf({ domain }).some((action) => action.includes('HealthCheck')));
});
