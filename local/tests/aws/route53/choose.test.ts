import test from 'ava';
import fc from 'fast-check';

import { choose } from '../../../aws/route53/choose.ts';
import { clientIn, distance, type Client } from '../../../aws/route53/places.ts';
import type { RecordSet, RoutingPolicy } from '../../../aws/route53/state.ts';

const known = [
  'eu-west-1',
  'eu-central-1',
  'us-east-1',
  'us-west-2',
  'ap-southeast-2',
  'sa-east-1',
];

function recordsOf(policies: readonly RoutingPolicy[]): RecordSet[] {
  return policies.map((policy, at) => ({
    ...{ name: 'a.test.', type: 'A', values: [], policy },
    setIdentifier: String(at),
  }));
}

function clientOf(region: string, given: object = {}): Client {
  const client = clientIn(region, given);
  if (client === undefined) {
    throw new Error(region);
  }
  return client;
}

const weighted = (weight: number): RoutingPolicy => ({ kind: 'weighted', weight });
const latency = (region: string): RoutingPolicy => ({ kind: 'latency', region });
const policies = fc.oneof(
  fc.array(fc.nat(255).map(weighted), { minLength: 1 }),
  fc.uniqueArray(fc.constantFrom(...known), { minLength: 1 }).map((names) => names.map(latency)),
  fc
    .shuffledSubarray(['PRIMARY', 'SECONDARY'] as const, { minLength: 1 })
    .map((roles) => roles.map((role): RoutingPolicy => ({ kind: 'failover', role }))),
);
const asking = fc.record({
  from: fc.constantFrom(...known).map((region) => clientOf(region)),
  draw: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
});

test('what is healthy answers, as long as anything is', (t) => {
  fc.assert(
    fc.property(policies, asking, fc.func(fc.boolean()), (some, who, isWell) => {
      const records = recordsOf(some);
      const isHealthy = ({ setIdentifier }: RecordSet) => isWell(setIdentifier);
      const chosen = choose(records, who, isHealthy);
      t.truthy(chosen);
      t.is(chosen !== undefined && isHealthy(chosen), records.some(isHealthy));
    }),
  );
});

test('with nothing healthy the answer is the one of all healthy', (t) => {
  fc.assert(
    fc.property(policies, asking, (some, who) => {
      const records = recordsOf(some);
      const none = choose(records, who, () => false);
      t.is(
        none,
        choose(records, who, () => true),
      );
    }),
  );
});

test('by latency the nearest region answers, and its own one first', (t) => {
  const records = recordsOf(known.map(latency));
  for (const [at, region] of known.entries()) {
    t.is(
      choose(records, { from: clientOf(region), draw: 0 }, () => true),
      records[at],
    );
  }
  const frankfurt = { from: clientOf('eu-west-2'), draw: 0 };
  const far = (record: RecordSet) => record.setIdentifier !== '0' && record.setIdentifier !== '1';
  t.is(choose(records, frankfurt, () => true)?.setIdentifier, '0');
  t.is(choose(records, frankfurt, far)?.setIdentifier, '2', 'Virginia is next to London');
});

test('shares of answers are those of the weights', (t) => {
  const records = recordsOf([weighted(1), weighted(0), weighted(3)]);
  const from = clientOf('eu-west-1');
  const draws = [0, 0.24, 0.25, 0.5, 0.99];
  const chosen = (isHealthy: (record: RecordSet) => boolean) =>
    draws.map((draw) => choose(records, { from, draw }, isHealthy)?.setIdentifier);
  t.deepEqual(
    chosen(() => true),
    ['0', '0', '2', '2', '2'],
  );
  t.deepEqual(
    chosen(({ setIdentifier }) => setIdentifier === '1'),
    ['1', '1', '1', '1', '1'],
    'one without a weight answers when all others are unhealthy',
  );
});

test('record sets without any weight answer equally often', (t) => {
  const records = recordsOf([weighted(0), weighted(0)]);
  const from = clientOf('eu-west-1');
  const chosen = [0.4, 0.6].map((draw) => choose(records, { from, draw }, () => true));
  t.deepEqual(chosen, records);
});

test('by place the smallest one answers, and a larger one for it', (t) => {
  const place = (location: object): RoutingPolicy => ({ kind: 'geolocation', ...location });
  const records = recordsOf([
    place({ country: '*' }),
    place({ continent: 'NA' }),
    place({ country: 'US' }),
    place({ country: 'US', subdivision: 'CA' }),
  ]);
  const californian = clientOf('us-west-1', { country: 'US', subdivision: 'CA' });
  const sick: string[] = [];
  for (const expected of ['3', '2', '1', '0', '3']) {
    const who = { from: californian, draw: 0 };
    const found = choose(records, who, ({ setIdentifier = '' }) => !sick.includes(setIdentifier));
    t.is(found?.setIdentifier, expected);
    sick.push(expected);
  }
  const german = { from: clientOf('us-east-1', { country: 'DE' }), draw: 0 };
  t.is(choose(records, german, () => true)?.setIdentifier, '0');
  t.is(
    choose(records.slice(1), german, () => true),
    undefined,
  );
});

test('distances are those of a map', (t) => {
  fc.assert(
    fc.property(fc.constantFrom(...known), fc.constantFrom(...known), (one, other) => {
      t.true(Math.abs(distance(one, other) - distance(other, one)) < 0.001);
      t.is(distance(one, other) === 0, one === other);
    }),
  );
  t.true(Math.abs(distance('eu-west-1', 'us-east-1') - 5450) < 100);
  t.is(distance('eu-west-1', 'xx-nowhere-1'), Infinity);
  t.is(clientIn('xx-nowhere-1'), undefined);
  t.is(clientIn('eu-west-1', { country: 'XX' }), undefined);
  t.like(clientIn('us-east-1', { country: 'DE' }), { continent: 'EU' });
});
