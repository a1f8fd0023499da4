// Rollouts with the default settings of infra/rollout-settings.ts, and with requests that are drawn, not sent.

import type { Answers, Observation, Sides } from '../../../../runner/judge/observation.ts';
import { judge, type JudgeRule, type Verdict } from '../../../../runner/judge/verdict.ts';
import type { Random } from '../../_helpers/random.ts';

/** What the answers of one version are like. */
export interface Behaviour {
  /** Share of the answers that fail. */
  readonly errorRate: number;
  /** Milliseconds; an answer takes any of them, each as likely. */
  readonly durations: readonly number[];
}

export interface Scenario extends Sides<Behaviour> {
  /** Requests a second besides the probes. With none CloudWatch is not asked, else it counts both. */
  readonly realPerSecond: number;
  readonly rule: JudgeRule;
}

export interface Outcome {
  readonly kind: 'released' | 'put back' | 'undecided';
  /** The step in which it ended, from 1 on. */
  readonly step: number;
  /** How long it took. */
  readonly seconds: number;
  /** Answers that the candidate gave, to probes and to others. */
  readonly answers: number;
}

const percents = [5, 25, 50];
const intervalSeconds = 60;
const deadlineSeconds = 600;
const probesPerSecond = 10;
const looksPerStep = 4;

/** One rollout, from its first step until the candidate is released or not. */
export function simulateRollout(scenario: Scenario, random: Random): Outcome {
  let seconds = 0;
  let answers = 0;
  for (const [index, percent] of percents.entries()) {
    const step = new Step(scenario, percent / 100, random);
    const kind = runStep(step, scenario.rule);
    seconds += step.seconds;
    answers += step.all.candidate.count;
    const ended = { step: index + 1, seconds, answers };
    if (kind === 'fail') {
      return { kind: 'put back', ...ended };
    }
    if (kind === 'inconclusive') {
      return { kind: 'undecided', ...ended };
    }
  }
  return { kind: 'released', step: percents.length, seconds, answers };
}

/** Looks that can only fail it, then, with enough answers or at the deadline, the one that decides. */
function runStep(step: Step, rule: JudgeRule): Verdict['kind'] {
  const look = (): Verdict['kind'] =>
    judge(step.observe(), [], rule, percents.length * looksPerStep).kind;
  for (let quarter = 1; quarter < looksPerStep; quarter += 1) {
    step.advance(intervalSeconds / looksPerStep);
    if (look() === 'fail') {
      return 'fail';
    }
  }
  step.advance(intervalSeconds / looksPerStep);
  const hasEnough = ({ candidate, baseline }: Sides<Tally>): boolean =>
    Math.min(candidate.count, baseline.count) >= rule.minSamples;
  while (step.seconds < deadlineSeconds && !hasEnough(step.all)) {
    step.advance(1);
  }
  return look();
}

/** The requests of one step, and what the sources saw of them. */
class Step {
  seconds = 0;
  readonly probes = createTallies();
  /** Of the probes and of real requests. */
  readonly all = createTallies();
  readonly #scenario: Scenario;
  readonly #share: number;
  readonly #random: Random;

  constructor(scenario: Scenario, share: number, random: Random) {
    this.#scenario = scenario;
    this.#share = share;
    this.#random = random;
  }

  advance(seconds: number): void {
    this.seconds += seconds;
    this.#send(seconds * probesPerSecond, [this.probes, this.all]);
    this.#send(seconds * this.#scenario.realPerSecond, [this.all]);
  }

  observe(): Observation[] {
    const probes = { source: 'probes', ...toAnswers(this.probes, (ms) => ms) };
    const cloudWatch = { source: 'CloudWatch', ...toAnswers(this.all, toBin) };
    return this.#scenario.realPerSecond === 0 ? [probes] : [probes, cloudWatch];
  }

  #send(requests: number, seenBy: readonly Sides<Tally>[]): void {
    for (let request = 0; request < requests; request += 1) {
      const side = this.#random() < this.#share ? 'candidate' : 'baseline';
      const { errorRate, durations } = this.#scenario[side];
      const isError = this.#random() < errorRate;
      const ms = durations[Math.floor(this.#random() * durations.length)] ?? NaN;
      for (const tallies of seenBy) {
        addAnswer(tallies[side], isError, ms);
      }
    }
  }
}

interface Tally {
  count: number;
  errors: number;
  readonly durations: Map<number, number>;
}

const createTally = (): Tally => ({ count: 0, errors: 0, durations: new Map() });

const createTallies = (): Sides<Tally> => ({ candidate: createTally(), baseline: createTally() });

function addAnswer(tally: Tally, isError: boolean, ms: number): void {
  tally.count += 1;
  if (isError) {
    tally.errors += 1;
  }
  tally.durations.set(ms, (tally.durations.get(ms) ?? 0) + 1);
}

function toAnswers({ candidate, baseline }: Sides<Tally>, round: (ms: number) => number) {
  const toSide = ({ count, errors, durations }: Tally): Answers => ({
    count,
    errors,
    durations: Array.from(durations, ([ms, times]) => ({ ms: round(ms), count: times })),
  });
  return { candidate: toSide(candidate), baseline: toSide(baseline) };
}

/** The middle of a bin a tenth wide, as CloudWatch keeps durations. */
const toBin = (ms: number): number => 1.1 ** Math.round(Math.log(ms) / Math.log(1.1));
