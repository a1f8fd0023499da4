import test from 'ava';
import { describeWeakSteps } from '../../../../runner/judge/conviction.ts';
import { rolloutSettings } from '../../../../stack/rollout-settings.ts';

const weak = (settings: object) => describeWeakSteps('prod', rolloutSettings.parse(settings));

test('steps with the defaults of the settings are long enough', (t) => {
  t.deepEqual(weak({ steps: [5, 25, 50] }), []);
});

test('a step that cannot get its samples in time is told', (t) => {
  const judge = { probesPerSecond: 1, deadline: 60 };
  t.deepEqual(weak({ steps: [5, 50], interval: 60, judge }), [
    '5 % of prod: its probes alone give 3 answers of the smaller side in the 60 s that it may take, and ' +
      'minSamples asks for 30: without real requests it cannot pass',
  ]);
});

test('a step that will take longer than its interval is told', (t) => {
  t.deepEqual(weak({ steps: [5], interval: 10 }), [
    '5 % of prod: its probes alone give 5 answers of the smaller side in 10 s, and minSamples asks for 30: ' +
      'without real requests it takes longer',
  ]);
});

test('a step that may pass with too few answers to tell is told', (t) => {
  const [told = '', ...others] = weak({
    steps: [50],
    interval: 1,
    judge: { minSamples: 3, probesPerSecond: 6 },
  });
  t.regex(told, /^50 % of prod: it may pass with 3 answers, of which even all could fail/);
  t.deepEqual(others, []);
});
