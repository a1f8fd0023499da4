import { z } from 'zod';
import { section } from './section.ts';

const oneOrMore = (item: z.ZodString) => z.union([item, z.array(item).min(1)]);

const operand = z.union([z.string(), z.boolean(), z.number()]);

/** A statement of an IAM policy, in IAM's own words. */
export const iamStatement = section({
  Sid: z
    .string()
    .regex(/^[A-Za-z0-9]*$/, 'must be letters and digits')
    .describe('A name of the statement.')
    .optional(),
  Effect: z.enum(['Allow', 'Deny']).describe('What the statement does.'),
  Action: oneOrMore(
    z.string().regex(/^(\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+)$/, 'must be as dynamodb:GetItem'),
  ).describe('Actions, such as `dynamodb:GetItem`.'),
  Resource: oneOrMore(z.string().regex(/^(\*|arn:.+)$/, 'must be an ARN, or *')).describe(
    'ARNs, with `*` where any will do.',
  ),
  Condition: z
    .record(z.string(), z.record(z.string(), z.union([operand, z.array(operand)])))
    .describe('Conditions by operator and key, as IAM has them.')
    .optional(),
});
