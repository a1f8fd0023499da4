import test from 'ava';
import type { Answers, Duration, Observation } from '../../../../runner/judge/observation.ts';
import {
  describeAlarm,
  describeComparison,
  describeErrors,
  describeLatency,
  describeMissing,
} from '../../../../runner/judge/reasons.ts';

const durations = (...all: readonly (readonly [ms: number, count: number])[]): Duration[] =>
  all.map(([ms, count]) => ({ ms, count }));

const observed = (candidate: Partial<Answers>, baseline: Partial<Answers>): Observation => {
  const nothing: Answers = { count: 0, errors: 0, durations: [] };
  return {
    source: 'probes',
    candidate: { ...nothing, ...candidate },
    baseline: { ...nothing, ...baseline },
  };
};

test('errors are told of both sides, with the chance that it is one', (t) => {
  const both = observed({ count: 20, errors: 8 }, { count: 400, errors: 1 });
  t.is(
    describeErrors(both, 0.012345),
    'probes: 8 of 20 answers of the candidate failed, 1 of 400 of the one before (p 0.012)',
  );
});

for (const [p, text] of [
  [0.5, '(p 0.50)'],
  [0.001, '(p 0.0010)'],
  [0.000_123, '(p 1.2e-4)'],
  [0, '(p < 1e-300)'],
] as const) {
  test(`a chance of ${String(p)} reads ${text}`, (t) => {
    t.true(describeErrors(observed({}, {}), p).endsWith(text));
  });
}

test('latency is told by medians: what half of the answers did not exceed', (t) => {
  const sides = {
    candidate: durations([90, 1], [10, 1], [42.1234, 1]),
    baseline: durations([5, 2], [7, 2]),
  };
  t.is(
    describeLatency('CloudWatch', sides, { p: 0.0001, effect: 0.456 }),
    'CloudWatch: the candidate is slower, median 42.1 ms against 5 ms of the one before (effect 0.46, p 1.0e-4)',
  );
});

test('what let a candidate pass is told with medians where both sides have durations', (t) => {
  const timed = { count: 2, durations: durations([3, 2]) };
  const errors = 'probes: 0 of 2 answers of the candidate failed, 0 of 2 of the one before';
  t.is(describeComparison(observed(timed, timed)), `${errors}; median 3 ms against 3 ms`);
  t.is(describeComparison(observed(timed, { count: 2 })), errors);
});

test('an alarm is told by its name', (t) => {
  t.is(describeAlarm('orders-lost'), 'alarm orders-lost is red');
});

test('what is missing is the side that has too few, and sources that saw nothing are left out', (t) => {
  const silent = { ...observed({}, {}), source: 'CloudWatch' };
  t.deepEqual(describeMissing([observed({ count: 3 }, { count: 50 }), silent], 10), [
    'probes: only 3 of 10 answers of the candidate yet',
  ]);
  t.deepEqual(describeMissing([observed({ count: 50 }, { count: 3 })], 10), [
    'probes: only 3 of 10 answers of the one before yet',
  ]);
  t.deepEqual(describeMissing([silent], 10), [
    'CloudWatch: only 0 of 10 answers of the candidate yet',
  ]);
  t.deepEqual(describeMissing([], 10), ['nothing was observed yet']);
});
