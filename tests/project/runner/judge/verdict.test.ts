import test from 'ava';
import fc from 'fast-check';
import type { Answers, Observation } from '../../../../runner/judge/observation.ts';
import { judge, type JudgeRule, type Verdict } from '../../../../runner/judge/verdict.ts';

const judgeRule: JudgeRule = { level: 0.01, minSamples: 50, latencyEffect: 0.3 };
const lookCount = 12;

/** Answers that all took equally long. */
const answers = (count: number, errors = 0, ms = 100): Answers => ({
  count,
  errors,
  durations: [{ ms, count }],
});

const probes = (candidate: Answers, baseline: Answers): Observation => ({
  source: 'probes',
  candidate,
  baseline,
});

const judgeProbes = (
  candidate: Answers,
  baseline: Answers,
  rule: Partial<JudgeRule> = {},
): Verdict => judge([probes(candidate, baseline)], [], { ...judgeRule, ...rule }, lookCount);

test('a candidate like the one before passes, with what was compared', (t) => {
  t.deepEqual(judgeProbes(answers(100, 1, 12.345), answers(1900, 19, 12.345)), {
    kind: 'pass',
    reasons: [
      'probes: 1 of 100 answers of the candidate failed, 19 of 1900 of the one before; ' +
        'median 12.3 ms against 12.3 ms',
    ],
  });
});

test('more errors fail it', (t) => {
  t.deepEqual(judgeProbes(answers(100, 12), answers(1900, 1)), {
    kind: 'fail',
    reasons: [
      'probes: 12 of 100 answers of the candidate failed, 1 of 1900 of the one before (p 1.6e-15)',
    ],
  });
});

test('slower answers fail it', (t) => {
  const mixed = (ms: number): Answers => ({
    count: 200,
    errors: 0,
    durations: [
      { ms: ms + 50, count: 100 },
      { ms: ms - 10, count: 10 },
      { ms, count: 90 },
    ],
  });
  t.deepEqual(judgeProbes(mixed(130), mixed(100)), {
    kind: 'fail',
    reasons: [
      'probes: the candidate is slower, median 130 ms against 100 ms of the one before ' +
        '(effect 0.50, p 3.0e-19)',
    ],
  });
});

test('a candidate that always fails is seen at the first look of the first step', (t) => {
  // 15 s of 10 probes a second, of which the candidate gets 5 percent.
  t.is(judgeProbes(answers(7, 7), answers(143)).kind, 'fail');
  t.is(judgeProbes(answers(3, 3), answers(147)).kind, 'fail');
  t.is(judgeProbes(answers(2, 2), answers(148)).kind, 'fail');
  t.is(judgeProbes(answers(1, 1), answers(149)).kind, 'inconclusive');
});

test('fewer errors and faster answers pass', (t) => {
  t.is(judgeProbes(answers(500, 0, 10), answers(500, 100, 100)).kind, 'pass');
});

test('a difference in latency counts from the effect of the rule on', (t) => {
  const before = answers(5000);
  /** Of 1000 answers so many slower: that share is the effect. */
  const slower = (count: number): Answers => ({
    ...answers(1000),
    durations: [
      { ms: 100, count: 1000 - count },
      { ms: 150, count },
    ],
  });
  t.is(judgeProbes(slower(299), before).kind, 'pass');
  t.is(judgeProbes(slower(300), before).kind, 'fail');
  t.is(judgeProbes(slower(100), before, { latencyEffect: 0.1 }).kind, 'fail');
});

test('a difference in latency that may be chance does not count, however large', (t) => {
  const half = (count: number): Answers => ({
    ...answers(50),
    durations: [
      { ms: 100, count },
      { ms: 200, count: 50 - count },
    ],
  });
  // The effect is 0.4, p 3.5e-5; then 0.3, p 1.4e-3: the level leaves each test 2.1e-4.
  t.is(judgeProbes(half(15), half(35)).kind, 'fail');
  t.is(judgeProbes(half(20), half(35)).kind, 'pass');
});

test('latency needs enough durations of both sides, however many answers there are', (t) => {
  const slow = (count: number): Answers => ({ ...answers(60), durations: [{ ms: 900, count }] });
  t.is(judgeProbes(slow(49), answers(5000)).kind, 'pass');
  t.is(judgeProbes(slow(50), answers(5000)).kind, 'fail');
  const fewBefore = { ...answers(5000), durations: [{ ms: 1, count: 49 }] };
  t.is(judgeProbes(slow(60), fewBefore).kind, 'pass');
});

test('a red alarm fails a candidate whose figures are fine', (t) => {
  const observations = [probes(answers(100), answers(1900))];
  t.deepEqual(judge(observations, ['greeting-errors', 'queue-age'], judgeRule, lookCount), {
    kind: 'fail',
    reasons: ['alarm greeting-errors is red', 'alarm queue-age is red'],
  });
  t.is(judge([], ['greeting-errors'], judgeRule, lookCount).kind, 'fail');
});

test('all that is wrong is said', (t) => {
  const bad = answers(100, 50, 900);
  const observations: Observation[] = [
    probes(bad, answers(1900)),
    { source: 'CloudWatch', candidate: bad, baseline: answers(1900) },
  ];
  const { reasons } = judge(observations, ['greeting-errors'], judgeRule, lookCount);
  t.deepEqual(
    reasons.map((reason) => reason.replace(/(failed|slower).*/, '$1')),
    [
      'alarm greeting-errors is red',
      'probes: 50 of 100 answers of the candidate failed',
      'probes: the candidate is slower',
      'CloudWatch: 50 of 100 answers of the candidate failed',
      'CloudWatch: the candidate is slower',
    ],
  );
});

test('with too few answers of a side there is no verdict, but what is missing', (t) => {
  t.deepEqual(judgeProbes(answers(12), answers(1900)), {
    kind: 'inconclusive',
    reasons: ['probes: only 12 of 50 answers of the candidate yet'],
  });
  t.deepEqual(judgeProbes(answers(1900), answers(49)), {
    kind: 'inconclusive',
    reasons: ['probes: only 49 of 50 answers of the one before yet'],
  });
  t.deepEqual(judge([], [], judgeRule, lookCount), {
    kind: 'inconclusive',
    reasons: ['nothing was observed yet'],
  });
});

test('one source with enough answers is enough, and only it is told of', (t) => {
  const observations: Observation[] = [
    probes(answers(12), answers(1900)),
    { source: 'CloudWatch', candidate: answers(50), baseline: answers(50) },
  ];
  t.deepEqual(judge(observations, [], judgeRule, lookCount), {
    kind: 'pass',
    reasons: [
      'CloudWatch: 0 of 50 answers of the candidate failed, 0 of 50 of the one before; ' +
        'median 100 ms against 100 ms',
    ],
  });
});

test('a source without durations is compared by its errors', (t) => {
  const untimed = (count: number, errors: number): Answers => ({ count, errors, durations: [] });
  t.deepEqual(judgeProbes(untimed(50, 0), untimed(950, 3)), {
    kind: 'pass',
    reasons: ['probes: 0 of 50 answers of the candidate failed, 3 of 950 of the one before'],
  });
  t.is(judgeProbes(untimed(50, 20), untimed(950, 3)).kind, 'fail');
});

test('sources are not added up', (t) => {
  // One has p 0.0024, both together 4 of 100 and 0 of 1900: p 5.9e-6.
  const some = probes(answers(50, 2), answers(950));
  t.is(judge([some, { ...some, source: 'CloudWatch' }], [], judgeRule, lookCount).kind, 'pass');
  t.is(judgeProbes(answers(100, 4), answers(1900)).kind, 'fail');
});

test('the level is divided by looks, two sources and two tests, and p may reach it', (t) => {
  // All of 2 against none of 10: p is 1 of 66.
  const one = probes(answers(2, 2), answers(10));
  const share = 1 / 66;
  const kindAt = (level: number, looks: number): string =>
    judge([one], [], { ...judgeRule, level }, looks).kind;
  t.is(kindAt(share * 4 * 1.0001, 1), 'fail');
  t.is(kindAt(share * 4 * 0.9999, 1), 'inconclusive');
  t.is(kindAt(share * 4 * 5 * 1.0001, 5), 'fail');
  t.is(kindAt(share * 4 * 5 * 0.9999, 5), 'inconclusive');
});

test('looks that cannot be are refused', (t) => {
  for (const looks of [0, -1, 1.5, NaN]) {
    t.throws(() => judge([], [], judgeRule, looks), { instanceOf: RangeError });
  }
});

test('a p below the smallest numbers is told as such', (t) => {
  const { reasons } = judgeProbes(answers(100_000, 100_000), answers(100_000));
  t.regex(reasons.join(), /\(p < 1e-300\)/);
});

const side: fc.Arbitrary<Answers> = fc.nat({ max: 300 }).chain((count) =>
  fc.record({
    count: fc.constant(count),
    errors: fc.nat({ max: count }),
    durations: fc.array(fc.record({ ms: fc.nat({ max: 5 }), count: fc.nat({ max: 60 }) })),
  }),
);

test('a failed candidate with more errors is still a failed one, and reasons are always given', (t) => {
  fc.assert(
    fc.property(side, side, (candidate, baseline) => {
      const verdict = judgeProbes(candidate, baseline);
      t.true(verdict.reasons.length > 0);
      const worse = { ...candidate, errors: Math.min(candidate.count, candidate.errors + 1) };
      t.true(verdict.kind !== 'fail' || judgeProbes(worse, baseline).kind === 'fail');
    }),
  );
});

test('whatever is seen twice as often fails no less', (t) => {
  const double = ({ count, errors, durations }: Answers): Answers => ({
    count: 2 * count,
    errors: 2 * errors,
    durations: [...durations, ...durations],
  });
  fc.assert(
    fc.property(side, side, (candidate, baseline) => {
      const isFailed = judgeProbes(candidate, baseline).kind === 'fail';
      t.true(!isFailed || judgeProbes(double(candidate), double(baseline)).kind === 'fail');
    }),
  );
});

test('a ceiling fails it where too few answers cannot tell by comparison', (t) => {
  t.is(judgeProbes(answers(53, 9), answers(50)).kind, 'pass');
  const verdict = judgeProbes(answers(53, 9), answers(47), { maxErrorRate: 0.1 });
  t.deepEqual(verdict, {
    kind: 'fail',
    reasons: [
      'probes: 9 of 53 answers of the candidate failed, more than maxErrorRate allows (10 %)',
    ],
  });
  t.is(judgeProbes(answers(100, 10), answers(100, 9), { maxErrorRate: 0.1 }).kind, 'pass');
  t.is(judgeProbes(answers(49, 9), answers(49, 8), { maxErrorRate: 0.1 }).kind, 'inconclusive');
  t.is(judgeProbes(answers(50, 1), answers(0), { maxErrorRate: 0 }).kind, 'fail');
});
