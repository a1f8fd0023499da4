import { z } from 'zod';
import { requestBody, requestMethod, takesBody } from './request-body.ts';
import { requestHeaders } from './request-headers.ts';
import { section } from './section.ts';

const command = z.string().min(1);

/** How a stack is released; the program does not need it. */
export const releaseSettings = section({
  readinessPath: z
    .string()
    .startsWith('/')
    .describe(
      'A path of the API, with a query if it needs one, that is asked again and again: it shows which version serves.',
    )
    .default('/'),
  readinessMethod: requestMethod.describe('By which it is asked.').default('GET'),
  readinessBody: requestBody
    .describe(
      'What it is sent: a map or a list as JSON, a text as it is; secret values at any depth by `pulumi config set --secret --path`. Not with `GET` and `HEAD`.',
    )
    .optional(),
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
}).superRefine(refuseBody);

function refuseBody(
  {
    readinessMethod,
    readinessBody,
  }: { readonly readinessMethod: z.infer<typeof requestMethod>; readonly readinessBody?: unknown },
  context: z.core.$RefinementCtx,
): void {
  if (readinessBody !== undefined && !takesBody(readinessMethod)) {
    const message = `goes with no ${readinessMethod}: say readinessMethod: POST, or what the route asks for`;
    context.addIssue({ code: 'custom', path: ['readinessBody'], message });
  }
}

export type ReleaseSettings = z.infer<typeof releaseSettings>;
export type Tier = keyof ReleaseSettings['tiers'];
