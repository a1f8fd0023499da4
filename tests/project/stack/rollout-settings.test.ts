import test from 'ava';
import fc from 'fast-check';
import { rolloutSettings } from '../../../stack/rollout-settings.ts';

const accepts = (value: unknown): boolean => rolloutSettings.safeParse(value).success;

test('steps that grow are steps, in any other order they are none', (t) => {
  const tenths = fc.integer({ min: 1, max: 990 }).map((value) => value / 10);
  fc.assert(
    fc.property(fc.array(tenths, { minLength: 1, maxLength: 5 }), (steps) => {
      const isGrowing = steps.every((step, index) => index === 0 || step > (steps[index - 1] ?? 0));
      t.is(accepts({ steps }), isGrowing);
    }),
    { numRuns: 300 },
  );
  t.false(accepts({ steps: [5, 5] }));
});

for (const step of [0, 0.05, 0.25, 99.1, 100, -5, '5', NaN]) {
  test(`a step is not ${String(step)}${typeof step === 'string' ? ' as a text' : ''}`, (t) => {
    t.false(accepts({ steps: [step] }));
  });
}

const judge: Readonly<Record<string, [good: readonly unknown[], bad: readonly unknown[]]>> = {
  maxErrorRate: [
    [0, 0.05, 1],
    [-0.1, 1.1, '5 %'],
  ],
  level: [
    [0.001, 0.5],
    [0, 0.51],
  ],
  minSamples: [
    [1, 1000],
    [0, 1.5],
  ],
  deadline: [[0.5], [0]],
  latencyEffect: [
    [0.05, 1],
    [0.04, 1.01],
  ],
  probesPerSecond: [
    [0.1, 100],
    [0, 101],
  ],
  alarms: [
    [[], ['orders-lost']],
    [[''], 'orders-lost'],
  ],
  unknown: [[], [1]],
};

for (const [key, [good, bad]] of Object.entries(judge)) {
  test(`judge.${key} has its limits`, (t) => {
    const withKey = (value: unknown) => ({ steps: [5], judge: { [key]: value } });
    for (const value of good) {
      t.true(accepts(withKey(value)), JSON.stringify(value));
    }
    for (const value of bad) {
      t.false(accepts(withKey(value)), JSON.stringify(value));
    }
  });
}

test('a rollout needs steps, and an interval that lasts', (t) => {
  t.false(accepts({}));
  t.false(accepts({ steps: [] }));
  t.false(accepts({ steps: [5], interval: 0 }));
  t.true(accepts({ steps: [5], interval: 0.5 }));
});
