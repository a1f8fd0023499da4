import test from 'ava';
import { formatAddress } from '../../../stack/domain-address.ts';
import {
  addressesIn,
  healthCheckOf,
  leadsToRegion,
  namesInRegion,
  policiesIn,
} from '../../../stack/domain-routing.ts';
import { parseSettings, type StackSettings } from '../../../stack/settings.ts';

const home = { region: 'eu-west-1', isHome: true };
const american = { region: 'us-east-1', isHome: false };
const domain = {
  zone: 'example.test',
  targets: { stage: 'api.example.test/stage', prod: 'api.example.test/v1' },
  standby: 'standby.example.test',
};
const routing = { policy: 'latency', healthPath: '/ready' };

function settingsOf(more: object): StackSettings {
  return parseSettings({ function: { name: 'greeting' }, domain: { ...domain, ...more } });
}

const ways = (settings: StackSettings, place: typeof home) =>
  addressesIn(settings, place).map((address) => [
    formatAddress(address),
    formatAddress(address.own),
  ]);

test('without routing names lead to the home region alone', (t) => {
  const settings = settingsOf({});
  t.deepEqual(
    ways(settings, home).map(([address, own]) => address === own),
    [true, true, true],
  );
  t.deepEqual(ways(settings, american), []);
});

test('with routing each region has a name of its own beside the one that all have', (t) => {
  const settings = settingsOf({ routing });
  t.deepEqual(ways(settings, home), [
    ['api.example.test/stage', 'eu-west-1.api.example.test/stage'],
    ['api.example.test/v1', 'eu-west-1.api.example.test/v1'],
    ['standby.example.test/prod_standby', 'standby.example.test/prod_standby'],
  ]);
  const standby = 'us-east-1.standby.example.test/prod_standby';
  t.deepEqual(ways(settings, american).at(-1), [standby, standby]);
  t.deepEqual(namesInRegion(settings, american), [
    ...['api.example.test', 'us-east-1.standby.example.test', 'us-east-1.api.example.test'],
  ]);
});

test('health is asked by the name of the region, of the last target that has the name', (t) => {
  const settings = settingsOf({ routing });
  t.deepEqual(healthCheckOf(settings, 'api.example.test', american), {
    ...{ fqdn: 'us-east-1.api.example.test', resourcePath: '/v1/ready' },
  });
  t.is(healthCheckOf(settings, 'us-east-1.standby.example.test', american), undefined);
  t.is(healthCheckOf(settingsOf({}), 'api.example.test', home), undefined);
});

const policies = {
  latency: [{}, { latencyRoutingPolicies: [{ region: 'us-east-1' }] }],
  weighted: [{ weights: { 'us-east-1': 3 } }, { weightedRoutingPolicies: [{ weight: 3 }] }],
  failover: [{}, { failoverRoutingPolicies: [{ type: 'SECONDARY' }] }],
} as const;

for (const [policy, [more, expected]] of Object.entries(policies)) {
  test(`a region has one record set by ${policy}, which its name tells apart`, (t) => {
    const of = { policy: policy as keyof typeof policies, healthPath: '/', ...more };
    const made = policiesIn(of, 'us-east-1', 'eu-west-1');
    t.deepEqual(made, [{ setIdentifier: 'us-east-1', ...expected }]);
  });
}

test('by place a region has a record set for each that is its own', (t) => {
  const places = { 'us-east-1': ['NA', 'BR', '*'] };
  const made = policiesIn({ policy: 'geolocation', healthPath: '/', places }, 'us-east-1', 'x');
  t.deepEqual(
    made.map(({ geolocationRoutingPolicies: [place] = [] }) => place),
    [{ continent: 'NA' }, { country: 'BR' }, { country: '*' }],
  );
  t.true(made.every(({ setIdentifier }) => leadsToRegion(setIdentifier, 'us-east-1')));
  t.false(leadsToRegion('us-east-1', 'us-east-2'));
  t.false(leadsToRegion(undefined, 'us-east-2'));
});
