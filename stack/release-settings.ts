import { z } from 'zod';
import { requestHeaders } from './request-headers.ts';
import { section } from './section.ts';

const command = z.string().min(1);

/** How a stack is released; the program does not need it. */
export const releaseSettings = section({
  readinessPath: z
    .string()
    .startsWith('/')
    .describe('A path of the API that answers a plain GET; it shows which version serves.')
    .default('/'),
  headers: requestHeaders
    .describe(
      'What readiness and probes send, and the api tier is told: an API key; secret ones by `pulumi config set --secret --path`.',
    )
    .default({}),
  readinessTimeout: z
    .number()
    .positive()
    .describe("Seconds until the candidate must answer at a target's URL.")
    .default(60),
  propagation: section({
    alias: z
      .number()
      .min(0)
      .max(300)
      .describe('Until every host serves by a change of an alias.')
      .default(5),
    stage: z
      .number()
      .min(0)
      .max(300)
      .describe('Until every host serves by a change of an API stage.')
      .default(10),
    read: z
      .number()
      .min(0)
      .max(60)
      .describe('How old an answer about an alias or an API stage may be.')
      .default(2),
  })
    .describe('Seconds that changes take on AWS; docs/propagation.md says what waits for them.')
    .prefault({}),
  typecheck: z
    .boolean()
    .describe('Whether wrong types in `function/`, where it has a `tsconfig.json`, stop a release.')
    .default(true),
  tierTimeout: z.number().positive().describe('Seconds that a tier may take.').default(300),
  tiers: section({
    unit: command.describe('Tests of the handler.').default('ava tests/unit/**/*.test.ts'),
    lambda: command.describe('Tests of a version.').default('ava tests/lambda/**/*.test.ts'),
    api: command.describe('Tests of a URL.').default('ava tests/api/**/*.test.ts'),
  })
    .describe("The command of each tier, run in the project's folder without a shell.")
    .prefault({}),
});

export type ReleaseSettings = z.infer<typeof releaseSettings>;
export type Tier = keyof ReleaseSettings['tiers'];
