import test from 'ava';
import fc from 'fast-check';

import { Delays } from '../../../aws/lag/delays.ts';
import { noLag } from '../../../lag-settings.ts';

const settings = { ...noLag, alias: 2, stage: 0.5, read: 3, hosts: 7 };

test('delays are below their bounds, one for each host, and the same for the same seed', (t) => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const [delays, again] = [
        new Delays({ ...settings, seed }),
        new Delays({ ...settings, seed }),
      ];
      t.is(delays.longestMs, 3000);
      const alias = delays.ofWrite('alias');
      t.deepEqual(again.ofWrite('alias'), alias);
      t.is(alias.length, 7);
      t.true(alias.every((delay) => delay >= 0 && delay < 2000));
      t.true(delays.ofWrite('stage').every((delay) => delay >= 0 && delay < 500));
      t.true(delays.ofWrite('permission').every((delay) => delay === 0));
      const age = delays.ofRead();
      t.true(age >= 0 && age < 3000);
    }),
  );
});

test('a connection has one host for ever, and connections have all of them', (t) => {
  const delays = new Delays({ ...settings, seed: 1 });
  const connections = Array.from({ length: 200 }, () => ({}));
  const hosts = connections.map((connection) => delays.hostOf(connection));
  t.deepEqual(
    connections.map((connection) => delays.hostOf(connection)),
    hosts,
  );
  t.is(new Set(hosts).size, 7);
});
