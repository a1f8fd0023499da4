import test from 'ava';
import { GateError } from '../../../../runner/errors.ts';
import type { Answers, Observation } from '../../../../runner/judge/observation.ts';
import {
  watchBake,
  watchStep,
  type Look,
  type Evidence,
  type WatchRule,
} from '../../../../runner/judge/watch.ts';

const rule: WatchRule = {
  level: 0.01,
  minSamples: 10,
  latencyEffect: 0.3,
  intervalMs: 40,
  deadlineMs: 5_000,
  steps: 1,
};
const { signal } = new AbortController();

const answers = (count: number, errors = 0): Answers => ({ count, errors, durations: [] });

const seen = (candidate: Answers, baseline: Answers): readonly Observation[] => [
  { source: 'probes', candidate, baseline },
];
const enough = seen(answers(20), answers(20));
const few = seen(answers(3), answers(20));
const worse = seen(answers(20, 20), answers(20));

interface Script {
  /** What each look sees, the last one for good. */
  readonly observed: readonly (readonly Observation[])[];
  /** What is red at each look, the last one for good. */
  readonly red?: readonly (readonly string[])[];
}

/** Evidence that comes in turn, and keeps count. */
function play({ observed, red = [[]] }: Script) {
  const judged: Look[] = [];
  let observations = 0;
  let readings = 0;
  const nth = <T>(all: readonly T[], index: number) => all[Math.min(index, all.length - 1)];
  const evidence: Evidence = {
    observe: async () => {
      observations += 1;
      return nth(observed, observations - 1) ?? [];
    },
    redAlarms: async () => {
      readings += 1;
      return nth(red, readings - 1) ?? [];
    },
    onJudged: (look) => judged.push(look),
  };
  return { evidence, judged, observations: () => observations };
}

test('a step that is no worse passes at its end, after three looks in between', async (t) => {
  const { evidence, judged } = play({ observed: [enough] });
  const startedAt = performance.now();
  const { kind } = await watchStep(evidence, rule, signal);
  t.is(kind, 'pass');
  t.true(performance.now() - startedAt >= rule.intervalMs - 1);
  t.deepEqual(
    judged.map(({ look, of, verdict, observations }) => [look, of, verdict.kind, observations]),
    [1, 2, 3, 4].map((quarter) => [quarter, 4, 'pass', enough]),
    'each look is told with what it was judged by',
  );
});

for (const looks of [0, 1, 2, 3]) {
  test(`what is worse at look ${String(looks + 1)} is red there and then`, async (t) => {
    const observed = [...Array.from({ length: looks }, () => enough), worse];
    const { evidence, judged } = play({ observed });
    await t.throwsAsync(watchStep(evidence, { ...rule, intervalMs: 400 }, signal), {
      instanceOf: GateError,
      message: /^The judge is red: probes: 20 of 20 answers of the candidate failed/,
    });
    t.is(judged.length, looks + 1);
  });
}

test('an alarm is red whatever was seen', async (t) => {
  const { evidence } = play({ observed: [enough], red: [[], ['orders-lost']] });
  await t.throwsAsync(watchStep(evidence, rule, signal), {
    instanceOf: GateError,
    message: 'The judge is red: alarm orders-lost is red',
  });
});

test('a step goes on until there are enough answers', async (t) => {
  const { evidence, judged, observations } = play({ observed: [few, few, few, few, few, enough] });
  const { kind } = await watchStep(evidence, rule, signal);
  t.is(kind, 'pass');
  t.true(observations() > 5);
  t.deepEqual(judged[0]?.verdict.reasons, ['probes: only 3 of 10 answers of the candidate yet']);
});

test('answers that are too few at the deadline do not pass', async (t) => {
  const { evidence } = play({ observed: [few] });
  const startedAt = performance.now();
  await t.throwsAsync(watchStep(evidence, { ...rule, deadlineMs: 120 }, signal), {
    instanceOf: GateError,
    message: 'The judge could not tell in time: probes: only 3 of 10 answers of the candidate yet',
  });
  t.true(performance.now() - startedAt >= 119);
});

test('an alarm that turns red while answers are waited for ends the step', async (t) => {
  const red = [[], [], [], [], ['orders-lost']];
  const { evidence } = play({ observed: [few], red });
  const startedAt = performance.now();
  await t.throwsAsync(watchStep(evidence, { ...rule, deadlineMs: 60_000 }, signal), {
    message: 'The judge is red: alarm orders-lost is red',
  });
  t.true(performance.now() - startedAt < 30_000);
});

test('the steps of a rollout share the level, four looks each', async (t) => {
  // Fisher's test gives p 0.0016: less than 0.05 / (4 looks * 2 sources * 2 tests), more than a quarter of it.
  const border = seen(answers(20, 8), answers(20));
  const watch = (steps: number) =>
    watchStep(play({ observed: [border] }).evidence, { ...rule, level: 0.05, steps }, signal);
  await t.throwsAsync(watch(1), { message: /^The judge is red/ });
  t.is((await watch(4)).kind, 'pass');
});

test('a step is stopped at once', async (t) => {
  const { evidence } = play({ observed: [enough] });
  const stop = new AbortController();
  const watching = watchStep(evidence, { ...rule, intervalMs: 3_600_000 }, stop.signal);
  stop.abort();
  await t.throwsAsync(watching, { name: 'AbortError' });
});

test('a bake of which nothing was answered does not pass', async (t) => {
  const lost = seen(answers(0), answers(0)).map((each) => ({ ...each, unanswered: 5 }));
  const { evidence, judged } = play({ observed: [lost] });
  const refusal = await t.throwsAsync(watchBake(evidence, { ...rule, durationMs: 40 }, signal), {
    instanceOf: GateError,
    message:
      "The judge could not tell in time: probes: 5 of 5 requests got no answer at all, which is this machine's network and tells nothing",
  });
  t.is(refusal.next.text, 'look at the network of this machine, then');
  t.deepEqual(
    judged.map(({ verdict }) => verdict.kind),
    ['inconclusive'],
  );
});

test('a bake in which requests were lost for a moment goes on', async (t) => {
  const lost = seen(answers(0), answers(0)).map((each) => ({ ...each, unanswered: 1 }));
  const { evidence } = play({ observed: [lost, seen(answers(20), answers(0))] });
  await t.notThrowsAsync(watchBake(evidence, { ...rule, durationMs: 40 }, signal));
});
