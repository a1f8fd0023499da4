import test, { type ExecutionContext } from 'ava';
import type { JudgeRule } from '../../../../runner/judge/verdict.ts';
import { formatTable } from '../../../../runner/report/table.ts';
import { isFullForm } from '../../_helpers/matrix.ts';
import { createRandom, type Random } from '../../_helpers/random.ts';
import { latencies, slowDown, stallSometimes } from './_behaviours.ts';
import { chanceOfAtMost } from './_binomial.ts';
import { simulateRollout, type Behaviour, type Outcome, type Scenario } from './simulation.ts';

const judgeRule: JudgeRule = { level: 0.01, minSamples: 30, latencyEffect: 0.3 };
/** None beside the probes, and twice as many as these. */
const trafficRates = [0, 20];

/** What chance may do to an assertion here. The seeds are fixed, so it does always or never. */
const almostNever = 1e-3;

const simulate = (scenario: Scenario, rollouts: number, random: Random): Outcome[] =>
  Array.from({ length: rollouts }, () => simulateRollout(scenario, random));

const countPutBack = (outcomes: readonly Outcome[]): number =>
  outcomes.filter(({ kind }) => kind === 'put back').length;

/**
 * Simulates rollouts of candidates that are no worse. All together must show that fewer than the level
 * are put back: if as many were, so few would be a rare chance. A single kind of candidate has fewer
 * rollouts, which must not speak against it.
 */
function keepsLevel(t: ExecutionContext, rule: JudgeRule, rolloutsOfEach: number): void {
  const random = createRandom(1);
  let rollouts = 0;
  let putBack = 0;
  for (const errorRate of [0, 0.01, 0.2]) {
    for (const [name, durations] of Object.entries(latencies)) {
      for (const realPerSecond of trafficRates) {
        const same: Behaviour = { errorRate, durations };
        const scenario = { candidate: same, baseline: same, realPerSecond, rule };
        const outcomes = simulate(scenario, rolloutsOfEach, random);
        const alarms = countPutBack(outcomes);
        const title = `${name}, ${errorRate} errors, ${realPerSecond}/s: ${alarms} put back`;
        t.true(chanceOfAtMost(alarms - 1, rolloutsOfEach, rule.level) < 1 - almostNever, title);
        t.true(
          outcomes.every(({ kind }) => kind !== 'undecided'),
          title,
        );
        rollouts += rolloutsOfEach;
        putBack += alarms;
      }
    }
  }
  const share = `${putBack} of ${rollouts} put back (${((100 * putBack) / rollouts).toFixed(2)} %)`;
  t.log(`${share}, level ${100 * rule.level} %`);
  t.true(chanceOfAtMost(putBack, rollouts, rule.level) < almostNever, share);
}

test(
  'a candidate that is no worse is put back less often than the level',
  keepsLevel,
  judgeRule,
  isFullForm ? 500 : 100,
);

// Without a threshold of the effect the chance is all that holds the level; a high level shows it sooner.
test(
  'the level is kept by the p-values, too',
  keepsLevel,
  { ...judgeRule, level: 0.05, latencyEffect: 0 },
  isFullForm ? 500 : 100,
);

const before: Behaviour = { errorRate: 0.001, durations: latencies.usual };

const failing = (percent: number): Behaviour => ({ ...before, errorRate: percent / 100 });
const slower = (factor: number): Behaviour => ({
  ...before,
  durations: slowDown(before.durations, factor),
});

/** The names of the rows, and whether the candidate is clearly broken. */
const candidates: readonly (readonly [name: string, behaviour: Behaviour, isBroken: boolean])[] = [
  ['no worse (0.1 % errors)', before, false],
  ['0.5 % errors', failing(0.5), false],
  ['1 % errors', failing(1), false],
  ['2 % errors', failing(2), false],
  ['5 % errors', failing(5), false],
  ['10 % errors', failing(10), true],
  ['20 % errors', failing(20), true],
  ['100 % errors', failing(100), true],
  ['1.1 x slower', slower(1.1), false],
  ['1.25 x slower', slower(1.25), false],
  ['1.5 x slower', slower(1.5), false],
  ['2 x slower', slower(2), true],
  ['4 x slower', slower(4), true],
  ['one in ten 10 x slower', { ...before, durations: stallSometimes(before.durations) }, false],
];

test('a candidate that is clearly broken is put back, and early', (t) => {
  const random = createRandom(2);
  const rollouts = isFullForm ? 500 : 150;
  const rows = [['candidate', 'requests', 'put back', 'in step', 'after', 'its answers']];
  for (const realPerSecond of trafficRates) {
    for (const [name, candidate, isBroken] of candidates) {
      const scenario = { candidate, baseline: before, realPerSecond, rule: judgeRule };
      const outcomes = simulate(scenario, rollouts, random);
      const stopped = outcomes.filter(({ kind }) => kind === 'put back');
      const mean = (of: (outcome: Outcome) => number): string =>
        stopped.length === 0
          ? '-'
          : (stopped.reduce((sum, outcome) => sum + of(outcome), 0) / stopped.length).toFixed(1);
      rows.push([
        name,
        realPerSecond === 0 ? 'probes' : `probes, ${realPerSecond}/s`,
        `${((100 * stopped.length) / rollouts).toFixed(1)} %`,
        mean(({ step }) => step),
        `${mean(({ seconds }) => seconds)} s`,
        mean(({ answers }) => answers),
      ]);
      if (isBroken) {
        const missed = rollouts - stopped.length;
        t.true(chanceOfAtMost(missed, rollouts, 0.05) < almostNever, `${name}: ${missed} missed`);
      }
    }
  }
  t.log(`${rollouts} rollouts each; step, seconds and answers are means of those put back`);
  t.log(formatTable(rows));
});
