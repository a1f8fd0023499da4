import fc from 'fast-check';
import test from 'ava';
import { Distribution } from '../../../aws/cloudwatch/distribution.ts';
import { computeStatistic, isStatistic } from '../../../aws/cloudwatch/statistics.ts';

const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 150 });

function distributionOf(all: readonly number[]): Distribution {
  const distribution = new Distribution();
  for (const value of all) {
    distribution.add(value, 1);
  }
  return distribution;
}

/** The value at 1-based rank ceil(p/100 * n) of the sorted list. */
function naivePercentile(all: readonly number[], percent: number): number | undefined {
  const sorted = [...all].sort((a, b) => a - b);
  return sorted[Math.max(1, Math.ceil((percent / 100) * sorted.length)) - 1];
}

test('simple statistics are those of the plain list', (t) => {
  fc.assert(
    fc.property(values, (all) => {
      const distribution = distributionOf(all);
      const sum = all.reduce((total, value) => total + value, 0);
      const expected = {
        SampleCount: all.length,
        Sum: sum,
        Average: sum / all.length,
        Minimum: Math.min(...all),
        Maximum: Math.max(...all),
      };
      for (const [statistic, value] of Object.entries(expected)) {
        t.is(computeStatistic(distribution, statistic), value);
      }
    }),
  );
});

test('percentiles are the nearest ranks of the plain list', (t) => {
  fc.assert(
    fc.property(values, fc.integer({ min: 0, max: 100 }), (all, percent) => {
      const statistic = `p${String(percent)}`;
      t.is(computeStatistic(distributionOf(all), statistic), naivePercentile(all, percent));
    }),
  );
});

const bound = fc.option(fc.integer({ min: 0, max: 1000 }), { nil: undefined });

test('percentile ranks are the shares of the plain list above one bound and up to the other', (t) => {
  fc.assert(
    fc.property(values, bound, bound, (all, above, upTo) => {
      fc.pre((above ?? upTo) !== undefined && (above ?? -1) < (upTo ?? 1001));
      const statistic = `PR(${String(above ?? '')}:${String(upTo ?? '')})`;
      const inside = all.filter(
        (value) => value > (above ?? -Infinity) && value <= (upTo ?? Infinity),
      );
      t.is(computeStatistic(distributionOf(all), statistic), (100 * inside.length) / all.length);
    }),
  );
});

test('a percentile rank is of a range that holds something, and leaves something out', (t) => {
  for (const statistic of ['PR(:300)', 'PR(300:)', 'PR(0.005:0.030)', 'PR(0:0.0000000001)']) {
    t.true(isStatistic(statistic), statistic);
  }
  for (const statistic of [
    'PR(:)',
    'PR(5:5)',
    'PR(5:4)',
    'PR(300)',
    'pr(:300)',
    'PR(:10%)',
    'PR(-1:1)',
  ]) {
    t.false(isStatistic(statistic), statistic);
  }
});

test('it does not matter how values were batched and merged', (t) => {
  fc.assert(
    fc.property(fc.array(values, { minLength: 1, maxLength: 5 }), (batches) => {
      const merged = new Distribution();
      for (const batch of batches) {
        merged.merge(Distribution.from(distributionOf(batch).toData()).toData());
      }
      const whole = distributionOf(batches.flat());
      for (const statistic of ['SampleCount', 'Sum', 'Minimum', 'Maximum']) {
        t.is(computeStatistic(merged, statistic), computeStatistic(whole, statistic));
      }
    }),
  );
});

test('with very many different values percentiles stay near and the memory small', (t) => {
  const all = Array.from({ length: 50_000 }, (_, index) => 1 + index * 0.37);
  const distribution = distributionOf(all);
  for (const percent of [1, 50, 90, 99, 99.9]) {
    const exact = naivePercentile(all, percent) ?? 0;
    const found = computeStatistic(distribution, `p${String(percent)}`) ?? 0;
    t.true(Math.abs(found - exact) / exact <= 0.06, `p${String(percent)}: ${String(found)}`);
  }
  t.true(distribution.toData().values.length <= 1001);
});
