import test from 'ava';
import fc from 'fast-check';

import { byName } from '../../../aws/by-name.ts';
import { routeAlias } from '../../../aws/lambda/routing.ts';

const fraction = fc.double({ min: 0, max: 1, noNaN: true });
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test('an alias without weights always leads to its version', (t) => {
  fc.assert(
    fc.property(random, (r) => routeAlias({ functionVersion: '1', weights: byName() }, r) === '1'),
  );
  t.pass();
});

test('a weight is the share of the unit interval that leads to the additional version', (t) => {
  fc.assert(
    fc.property(fraction, random, (weight, r) => {
      const version = routeAlias({ functionVersion: '1', weights: byName({ '2': weight }) }, r);
      return version === (r < weight ? '2' : '1');
    }),
  );
  t.pass();
});

test('a weight of 0 never, a weight of 1 always leads to the additional version', (t) => {
  fc.assert(
    fc.property(random, (r) => {
      const route = (weight: number) =>
        routeAlias({ functionVersion: '1', weights: byName({ '2': weight }) }, r);
      return route(0) === '1' && route(1) === '2';
    }),
  );
  t.pass();
});
