import { z } from 'zod';
import { section } from './section.ts';

/** What `openapi.yaml` finds without being told (`infra/openapi-values.ts`). */
export const givenValues = ['functionArn', 'region', 'account', 'stack'] as const;

const valueName = z
  .string()
  .regex(
    new RegExp(String.raw`^(?!(${givenValues.join('|')}|stageVariables)$)[A-Za-z]\w*$`),
    `must be letters, digits and underscores, and none of ${givenValues.join(', ')}`,
  );

/** The REST API of a stack. */
export const apiSettings = section({
  values: z
    .record(valueName, z.union([z.string(), z.number(), z.boolean()]))
    .describe('Values for `infra/openapi.yaml`, which has them as `${NAME}`.')
    .default({}),
});
