import test from 'ava';
import fc from 'fast-check';
import type { Observation } from '../../../../runner/judge/observation.ts';
import { seenAlone, seenAt } from '../../../../runner/judge/seen-at.ts';
import { judge } from '../../../../runner/judge/verdict.ts';

const rule = { level: 0.01, minSamples: 10, latencyEffect: 0.3, maxErrorRate: 0.1 };
const looks = 8;

const side = fc
  .record({
    ms: fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 60 }),
    errors: fc.nat(),
  })
  .map(({ ms, errors }) => ({
    count: ms.length,
    errors: errors % (ms.length + 1),
    durations: ms.map((each) => ({ ms: each, count: 1 })),
  }));

const lookAt = (observations: readonly Observation[]) => ({
  look: 1,
  of: 4,
  observations,
  verdict: judge(observations, [], rule, looks),
});

test('a measure is red when the judge is, and only then', (t) => {
  fc.assert(
    fc.property(side, side, (candidate, baseline) => {
      const look = lookAt([{ source: 'probes', candidate, baseline }]);
      const [seen] = seenAt(look, rule, looks).sources;
      const isRed = seen?.measures.some((measure) => measure.isRed);
      t.is(isRed, look.verdict.kind === 'fail');
    }),
  );
});

test('both sides are told in numbers; one without answers has none', (t) => {
  const none = { count: 0, errors: 0, durations: [] };
  const some = { count: 4, errors: 1, durations: [1, 2, 3, 90].map((ms) => ({ ms, count: 1 })) };
  const look = lookAt([{ source: 'probes', candidate: some, baseline: none, unanswered: 2 }]);
  t.like(seenAt(look, rule, looks), {
    look: 1,
    of: 4,
    verdict: 'inconclusive',
    level: 0.01 / 32,
    sources: [
      {
        candidate: { count: 4, errors: 1, medianMs: 2, p95Ms: 90 },
        baseline: { count: 0, errors: 0, medianMs: null, p95Ms: null },
        unanswered: 2,
      },
    ],
  });
});

test('a candidate that serves all is held against the ceiling alone', (t) => {
  const candidate = { count: 50, errors: 6, durations: [] };
  const look = lookAt([{ source: 'probes', candidate, baseline: { ...candidate, count: 6 } }]);
  const [seen] = seenAlone(look, rule).sources;
  t.deepEqual(
    seen?.measures.map(({ metric, difference, threshold, isRed }) => [
      metric,
      difference,
      threshold,
      isRed,
    ]),
    [['error ceiling', 0.12, 0.1, true]],
  );
});
