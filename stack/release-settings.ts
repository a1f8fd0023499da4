import { z } from 'zod';

/** How a stack is released; the program does not need it. */
export const releaseSettings = z.strictObject({
  /** A path of the API that answers a GET without parameters; it shows which version serves. */
  readinessPath: z.string().startsWith('/').default('/'),
  /** Seconds until the candidate must answer at a target's URL. */
  readinessTimeout: z.number().positive().default(60),
  /** Seconds until every host of AWS serves by a change of an alias or an API stage; docs/propagation.md. */
  propagation: z
    .strictObject({
      alias: z.number().min(0).max(300).default(5),
      stage: z.number().min(0).max(300).default(10),
      /** How old an answer of AWS about an alias or an API stage may be. */
      read: z.number().min(0).max(60).default(2),
    })
    .prefault({}),
  /** Seconds that a tier may take. */
  tierTimeout: z.number().positive().default(300),
  /** The command of each tier, run in the project's folder without a shell. */
  tiers: z
    .strictObject({
      unit: z.string().min(1).default('ava tests/unit/**/*.test.ts'),
      lambda: z.string().min(1).default('ava tests/lambda/**/*.test.ts'),
      api: z.string().min(1).default('ava tests/api/**/*.test.ts'),
    })
    .prefault({}),
});

export type ReleaseSettings = z.infer<typeof releaseSettings>;
export type Tier = keyof ReleaseSettings['tiers'];
