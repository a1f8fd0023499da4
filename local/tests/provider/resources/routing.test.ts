import { randomUUID } from 'node:crypto';

import { CreateHostedZoneCommand } from '@aws-sdk/client-route-53';
import test, { type ExecutionContext } from 'ava';
import { startWorkbench } from '../_helpers/provider-on.ts';

const recordType = 'aws:route53/record:Record';
const checkType = 'aws:route53/healthCheck:HealthCheck';

async function prepare(t: ExecutionContext) {
  const bench = await startWorkbench(t);
  const { HostedZone } = await bench.clients.route53.send(
    new CreateHostedZoneCommand({ Name: 'example.test', CallerReference: randomUUID() }),
  );
  const zoneId = HostedZone?.Id?.replace('/hostedzone/', '') ?? '';
  const asked = (setIdentifier: string, more: object) => ({
    ...{ zoneId, name: 'api.example.test', type: 'A', ttl: 60, records: ['192.0.2.1'] },
    ...{ setIdentifier, ...more },
  });
  return { bench, zoneId, asked };
}

test('a health check: made, edited, tagged, imported, deleted', async (t) => {
  const { bench } = await prepare(t);
  const { provider } = bench;
  const made = await bench.make(checkType, {
    ...{ type: 'HTTPS', fqdn: 'eu-west-1.api.example.test', port: 443, resourcePath: '/ready' },
    ...{ requestInterval: 10, failureThreshold: 2, tags: { a: '1' } },
  });
  t.deepEqual(await bench.changes(made, made.inputs), []);
  t.like(made.state, { arn: `arn:aws:route53:::healthcheck/${made.id}`, tagsAll: { a: '1' } });
  const asked = { ...made.inputs, invertHealthcheck: true, tags: { b: '2' } };
  const edited = await bench.edit(made, asked);
  t.like(edited.state, { invertHealthcheck: true, failureThreshold: 2, tagsAll: { b: '2' } });
  const bare = { ...asked, resourcePath: undefined };
  t.is((await bench.edit(edited, bare)).state.resourcePath, undefined);
  const live = await provider.read({ urn: made.urn, id: made.id, state: {} }, {});
  t.like(live, { inputs: { fqdn: 'eu-west-1.api.example.test', type: 'HTTPS' } });
  const again = await bench.make(checkType, made.inputs, 'again');
  t.not(again.id, made.id, 'one that a killed run left keeps nobody from another');
  await provider.delete(edited);
  t.is(await bench.refresh(edited), undefined);
  await t.notThrowsAsync(provider.delete(edited));
});

test('a calculated health check has others as children, in any order', async (t) => {
  const { bench } = await prepare(t);
  const child = (fqdn: string) => bench.make(checkType, { type: 'HTTP', fqdn, port: 80 }, fqdn);
  const [one, two] = [await child('a.test'), await child('b.test')];
  const asked = { type: 'CALCULATED', childHealthThreshold: 1 };
  const made = await bench.make(checkType, { ...asked, childHealthchecks: [one.id, two.id] });
  const turned = { ...asked, childHealthchecks: [two.id, one.id] };
  t.deepEqual(await bench.changes(made, turned), []);
});

const policies = [
  [{ weightedRoutingPolicies: [{ weight: 0 }] }, { weightedRoutingPolicies: [{ weight: 7 }] }],
  [
    { latencyRoutingPolicies: [{ region: 'eu-west-1' }] },
    { latencyRoutingPolicies: [{ region: 'us-east-1' }] },
  ],
  [
    { failoverRoutingPolicies: [{ type: 'PRIMARY' }] },
    { failoverRoutingPolicies: [{ type: 'SECONDARY' }] },
  ],
  [
    { geolocationRoutingPolicies: [{ country: '*' }] },
    { geolocationRoutingPolicies: [{ continent: 'EU' }] },
  ],
] as const;

for (const [one, other] of policies) {
  const [kind = ''] = Object.keys(one);
  test(`records of a name with ${kind} stand beside each other, by their identifiers`, async (t) => {
    const { bench, zoneId, asked } = await prepare(t);
    const first = await bench.make(recordType, asked('eu', one), 'eu');
    const second = await bench.make(recordType, asked('us', other), 'us');
    t.is(first.id, `${zoneId}_api.example.test_A_eu`);
    for (const made of [first, second]) {
      t.deepEqual(await bench.changes(made, made.inputs), []);
      t.deepEqual((await bench.refresh(made))?.state, made.state);
      const imported = await bench.provider.read({ urn: made.urn, id: made.id, state: {} }, {});
      t.like(imported?.properties, made.inputs);
    }
    await bench.provider.delete(first);
    t.is(await bench.refresh(first), undefined);
    t.truthy(await bench.refresh(second));
  });
}

test('a record is edited in place: its policy, health check and identifier', async (t) => {
  const { bench, asked } = await prepare(t);
  const check = await bench.make(checkType, { type: 'HTTP', fqdn: 'a.test' }, 'check');
  const weight = (of: number) => ({ weightedRoutingPolicies: [{ weight: of }] });
  const made = await bench.make(recordType, asked('eu', weight(1)));
  const drained = await bench.edit(made, asked('eu', { ...weight(0), healthCheckId: check.id }));
  t.like(drained.state, { healthCheckId: check.id, weightedRoutingPolicies: [{ weight: 0 }] });
  const renamed = await bench.edit(drained, asked('ireland', weight(0)));
  t.is(renamed.state.setIdentifier, 'ireland');
  t.truthy(await bench.refresh(renamed));
  await bench.provider.delete(renamed);
  t.is(await bench.refresh(renamed), undefined);
});
