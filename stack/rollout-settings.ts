import { z } from 'zod';

/** What a step of a rollout is judged by. */
const judgeSettings = z.strictObject({
  /** Chance to put back a candidate that is no worse, over a whole rollout. */
  level: z.number().positive().max(0.5).default(0.01),
  /** Answers of the candidate, and of what it replaces, that a step needs before it can pass. */
  minSamples: z.number().int().min(1).default(30),
  /** Seconds that a step may wait for them. */
  deadline: z.number().positive().default(600),
  /** Cliff's delta from which on a slower candidate counts: 0 is as fast, 1 is always slower. */
  latencyEffect: z.number().min(0.05).max(1).default(0.3),
  /** Requests a second that the runner itself sends to the target's `readinessPath`. */
  probesPerSecond: z.number().positive().max(100).default(10),
  /** Names of CloudWatch alarms that must not be red. */
  alarms: z.array(z.string().min(1)).default([]),
});

const percent = z.number().min(0.1).max(99).multipleOf(0.1, 'must have one decimal at most');

/** How a target's traffic shifts to a candidate. */
export const rolloutSettings = z.strictObject({
  /** Percent of the requests that the candidate gets in each step, before it gets all. */
  steps: z
    .array(percent)
    .min(1)
    .refine(
      (steps) => steps.every((step, index) => index === 0 || step > (steps[index - 1] ?? 0)),
      'must grow from step to step',
    ),
  /** Seconds that each step lasts at least. */
  interval: z.number().positive().default(60),
  judge: judgeSettings.prefault({}),
});
