import test from 'ava';
import { type Policy } from '../../../../stack/policy/policy.ts';
import { provisioningPolicy } from '../../../../stack/policy/provisioning.ts';
import { releasingPolicy } from '../../../../stack/policy/releasing.ts';
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
