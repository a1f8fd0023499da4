import type { ResourceRecordSet, Route53Client } from '@aws-sdk/client-route-53';
import test, { type ExecutionContext } from 'ava';

import { failsWith } from '../../_helpers/aws-errors.ts';
import { startEmbedded } from '../../_helpers/embedded.ts';
import { change, makeZone, recordsOf } from './_zone.ts';

/** A zone, and how a record set of one name in it is made. */
async function setUp(t: ExecutionContext) {
  const { route53 } = (await startEmbedded(t)).clients;
  const { id, name } = await makeZone(t, route53);
  const set = (SetIdentifier: string | undefined, more: Partial<ResourceRecordSet>) => ({
    ...{ Name: `a.${name}.`, Type: 'A' as const, TTL: 60, SetIdentifier },
    ResourceRecords: [{ Value: '192.0.2.1' }],
    ...more,
  });
  const create = (SetIdentifier: string | undefined, more: Partial<ResourceRecordSet> = {}) =>
    change(route53, id, { Action: 'CREATE', ResourceRecordSet: set(SetIdentifier, more) });
  return { route53, id, set, create };
}

const own = async (route53: Route53Client, id: string) =>
  (await recordsOf(route53, id)).filter(({ Type }) => Type === 'A');

const kinds = [
  ['weights', { Weight: 0 }, { Weight: 255 }],
  ['regions', { Region: 'eu-west-1' }, { Region: 'us-east-1' }],
  ['roles', { Failover: 'PRIMARY' }, { Failover: 'SECONDARY' }],
  ['places', { GeoLocation: { CountryCode: '*' } }, { GeoLocation: { ContinentCode: 'EU' } }],
] as const;

for (const [kind, one, other] of kinds) {
  test(`record sets of a name and type have ${kind}, each by its identifier`, async (t) => {
    const { route53, id, set, create } = await setUp(t);
    await create('one', one);
    await create('two', other);
    t.deepEqual(await own(route53, id), [set('one', one), set('two', other)]);
    await change(route53, id, { Action: 'DELETE', ResourceRecordSet: set('one', one) });
    t.deepEqual(await own(route53, id), [set('two', other)]);
  });
}

test('an identifier comes with one policy', async (t) => {
  const { create } = await setUp(t);
  const refused = (call: Promise<unknown>, message: RegExp) =>
    failsWith(t, () => call, 'InvalidInput', 400, message);
  await refused(create(undefined, { Weight: 1 }), /Missing field 'SetIdentifier'/);
  await refused(create('one'), /Expected exactly one of .* but found none/);
  await refused(create('one', { Weight: 1, Region: 'eu-west-1' }), /but found more than one/);
  await refused(create('one', { Weight: 256 }), /Weight/);
  await refused(
    create('one', { GeoLocation: { SubdivisionCode: 'CA' } }),
    /ContinentCode or a CountryCode/,
  );
});

const conflicts = [
  ['a record without a policy', [undefined, {}], /cannot be created as other RRSets exist/],
  ['another kind of policy', ['two', { Region: 'eu-west-1' }], /as a non-latency set exists/],
  ['an identifier that is there', ['one', { Weight: 2 }], /set-identifier='one'.*already exists/],
] as const;

for (const [what, [identifier, more], message] of conflicts) {
  test(`${what} is refused beside a weighted one`, async (t) => {
    const { create } = await setUp(t);
    await create('one', { Weight: 1 });
    await failsWith(t, () => create(identifier, more), 'InvalidChangeBatch', 400, message);
  });
}

test('two record sets have no region, role or place in common, and may have the same weight', async (t) => {
  for (const [kind, one] of kinds) {
    const { create } = await setUp(t);
    await create('one', one);
    await (kind === 'weights'
      ? t.notThrowsAsync(create('two', one))
      : failsWith(t, () => create('two', one), 'InvalidChangeBatch', 400, /already exists/));
  }
});

test('a record set names a health check that is there', async (t) => {
  const { create } = await setUp(t);
  const HealthCheckId = 'b4b6cd41-0000-4000-8000-6e5d3c2b1a00';
  const call = () => create('one', { Weight: 1, HealthCheckId });
  await failsWith(t, call, 'NoSuchHealthCheck', 404);
});
