import test from 'ava';
import fc from 'fast-check';
import { latencyInterval, newcombe, wilson } from '../../../../runner/judge/intervals.ts';
import { normalQuantile, normalTail } from '../../../../runner/judge/normal-distribution.ts';

const z = 1.959964;

const isNear = (actual: number, expected: number) => Math.abs(actual - expected) < 5e-5;

test('Wilson’s interval is as Newcombe prints it: 81 of 263, 0 of 20', (t) => {
  // Newcombe, Two-sided confidence intervals for the single proportion, 1998, table I, method 3.
  const some = wilson({ count: 263, errors: 81 }, z);
  t.true(isNear(some.low, 0.2553) && isNear(some.high, 0.3662), JSON.stringify(some));
  const none = wilson({ count: 20, errors: 0 }, z);
  t.true(isNear(none.low, 0) && isNear(none.high, 0.1611), JSON.stringify(none));
});

test('Newcombe’s interval of a difference is as he prints it: 56 of 70 and 48 of 80', (t) => {
  // Interval estimation for the difference between independent proportions, 1998, table II, method 10.
  const found = newcombe(
    { candidate: { count: 70, errors: 56 }, baseline: { count: 80, errors: 48 } },
    z,
  );
  t.true(isNear(found.low, 0.0524) && isNear(found.high, 0.3339), JSON.stringify(found));
});

const answers = fc
  .array(
    fc.record({ ms: fc.integer({ min: 1, max: 500 }), count: fc.integer({ min: 1, max: 9 }) }),
    {
      minLength: 2,
      maxLength: 20,
    },
  )
  .map((all) => [...all]);

test('the interval of the latency holds the difference, within -1 and 1', (t) => {
  fc.assert(
    fc.property(answers, answers, (candidate, baseline) => {
      const { difference, low, high } = latencyInterval({ candidate, baseline }, z);
      t.true(-1 <= low && low <= difference && difference <= high && high <= 1);
    }),
  );
});

test('the other way round it is the same, turned', (t) => {
  fc.assert(
    fc.property(answers, answers, (candidate, baseline) => {
      const one = latencyInterval({ candidate, baseline }, z);
      const other = latencyInterval({ candidate: baseline, baseline: candidate }, z);
      t.true(Math.abs(one.low + other.high) < 1e-9 && Math.abs(one.high + other.low) < 1e-9);
    }),
  );
});

test('more answers make it narrower, more certainty wider', (t) => {
  const sides = (count: number) => ({
    candidate: [3, 5, 9].map((ms) => ({ ms, count })),
    baseline: [2, 5, 8].map((ms) => ({ ms, count })),
  });
  const width = (count: number, level: number) => {
    const { low, high } = latencyInterval(sides(count), level);
    return high - low;
  };
  t.true(width(100, z) < width(10, z));
  t.true(width(10, 3) > width(10, z));
});

test('a quantile is what exceeds it with that chance', (t) => {
  for (const tail of [0.5, 0.025, 3e-4, 1e-12]) {
    t.true(Math.abs(normalTail(normalQuantile(tail)) / tail - 1) < 1e-9, String(tail));
  }
});
