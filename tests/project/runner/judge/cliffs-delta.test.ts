import test from 'ava';
import fc from 'fast-check';
import { cliffsDelta } from '../../../../runner/judge/cliffs-delta.ts';
import { mannWhitney } from '../../../../runner/judge/mann-whitney.ts';

const durationsOf = (ms: fc.Arbitrary<number>) =>
  fc.array(fc.record({ ms, count: fc.integer({ min: 1, max: 50 }) }), {
    minLength: 1,
    maxLength: 20,
  });
const anyDurations = durationsOf(fc.double({ min: 0.001, max: 1e6, noNaN: true }));
/** Each is twice the one before, so none is within the tolerance of another. */
const farApart = durationsOf(fc.integer({ min: 0, max: 12 }).map((exponent) => 2 ** exponent));

test('what takes a tenth longer is as good as equal', (t) => {
  const baseline = [{ ms: 10, count: 100 }];
  const effect = (ms: number) => cliffsDelta({ candidate: [{ ms, count: 100 }], baseline });
  t.deepEqual([9, 9.2, 10, 10.9, 11.1, 100].map(effect), [-1, 0, 0, 0, 1, 1]);
});

test('without answers of a side there is no effect', (t) => {
  const some = [{ ms: 10, count: 1 }];
  t.is(cliffsDelta({ candidate: [], baseline: some }), 0);
  t.is(cliffsDelta({ candidate: some, baseline: [] }), 0);
});

test('swapping the sides turns the effect round', (t) => {
  fc.assert(
    fc.property(anyDurations, anyDurations, (candidate, baseline) => {
      const effect = cliffsDelta({ candidate, baseline });
      t.true(Math.abs(effect) <= 1);
      t.is(cliffsDelta({ candidate: baseline, baseline: candidate }) + effect, 0);
    }),
  );
});

test('where nothing is within the tolerance it is the effect of the Mann-Whitney U test', (t) => {
  fc.assert(
    fc.property(farApart, farApart, (candidate, baseline) => {
      const sides = { candidate, baseline };
      t.true(Math.abs(cliffsDelta(sides) - mannWhitney(sides).effect) < 1e-9);
    }),
  );
});
