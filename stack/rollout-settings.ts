import { z } from 'zod';
import { section } from './section.ts';

/** What a step of a rollout is judged by. */
export const judgeSettings = section({
  level: z
    .number()
    .positive()
    .max(0.5)
    .describe('Chance to put back a candidate that is no worse, over a whole rollout.')
    .default(0.01),
  minSamples: z
    .number()
    .int()
    .min(1)
    .describe('Answers of the candidate, and of what it replaces, that a step needs to pass.')
    .default(30),
  deadline: z.number().positive().describe('Seconds that a step may wait for them.').default(600),
  maxErrorRate: z
    .number()
    .min(0)
    .max(1)
    .describe(
      'Share of failed answers above which the candidate is put back, whatever the one before does.',
    )
    .default(0.1),
  latencyEffect: z
    .number()
    .min(0.05)
    .max(1)
    .describe("Cliff's delta from which on slower counts: 0 is as fast, 1 is always slower.")
    .default(0.3),
  probesPerSecond: z
    .number()
    .positive()
    .max(100)
    .describe("Requests a second that the runner itself sends to the target's `readinessPath`.")
    .default(10),
  alarms: z
    .array(z.string().min(1))
    .describe('Names of CloudWatch alarms that must not be red.')
    .default([]),
});

const percent = z.number().min(0.1).max(99).multipleOf(0.1, 'must have one decimal at most');

/** How a target's traffic shifts to a candidate. */
export const rolloutSettings = section({
  steps: z
    .array(percent)
    .min(1)
    .refine(
      (steps) => steps.every((step, index) => index === 0 || step > (steps[index - 1] ?? 0)),
      'must grow from step to step',
    )
    .describe('Percent of the requests that the candidate gets in each step, before it gets all.'),
  interval: z.number().positive().describe('Seconds that each step lasts at least.').default(60),
  judge: judgeSettings.describe('What each step is judged by.').prefault({}),
});

export type RolloutSettings = z.infer<typeof rolloutSettings>;
