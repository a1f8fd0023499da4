import { z } from 'zod';

import { invalidParameter } from './errors.ts';
import { modelPattern } from './model-pattern.ts';
import type { PolicyStatement } from './state.ts';

/** The body of AddPermission, with the API model's patterns. */
export const permissionInput = z.object({
  StatementId: z
    .string()
    .min(1)
    .max(100)
    .regex(...modelPattern('([a-zA-Z0-9-_]+)')),
  Action: z.string().regex(...modelPattern('(lambda:[*]|lambda:[a-zA-Z]+|[*])')),
  Principal: z.string().regex(...modelPattern(String.raw`[^\s]+`)),
  SourceArn: z
    .string()
    .regex(
      ...modelPattern(
        String.raw`arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\-])+:((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1})?:(\d{12})?:(.*)`,
      ),
    )
    .optional(),
  SourceAccount: z
    .string()
    .regex(...modelPattern(String.raw`\d{12}`))
    .optional(),
  EventSourceToken: z
    .string()
    .max(256)
    .regex(...modelPattern(String.raw`[a-zA-Z0-9._\-]+`))
    .optional(),
  PrincipalOrgID: z
    .string()
    .regex(...modelPattern('^o-[a-z0-9]{10,32}$'))
    .optional(),
  FunctionUrlAuthType: z.enum(['NONE', 'AWS_IAM']).optional(),
  InvokedViaFunctionUrl: z.boolean().optional(),
  RevisionId: z.string().optional(),
});

/**
 * The policy statement that a permission becomes.
 *
 * @param resource the function's ARN, with the qualifier the permission is for.
 * @throws {InvalidParameterValueException} for a principal that is neither service, account nor ARN.
 */
export function permissionStatement(
  input: z.output<typeof permissionInput>,
  resource: string,
): PolicyStatement {
  const Condition = conditions(input);
  return {
    Sid: input.StatementId,
    Effect: 'Allow',
    Principal: principalOf(input.Principal),
    Action: input.Action,
    Resource: resource,
    ...(Object.keys(Condition).length > 0 && { Condition }),
  };
}

function principalOf(principal: string): PolicyStatement['Principal'] {
  if (principal === '*') {
    return '*';
  }
  if (/^\d{12}$/.test(principal)) {
    return { AWS: `arn:aws:iam::${principal}:root` };
  }
  if (/^arn:aws[a-z-]*:(iam|sts)::\d{12}:/.test(principal)) {
    return { AWS: principal };
  }
  if (/^[a-z0-9.-]+\.(amazonaws\.com(\.cn)?|aws\.internal)$/.test(principal)) {
    return { Service: principal };
  }
  throw invalidParameter(
    'The provided principal was invalid. Please check the principal and try again.',
  );
}

function conditions(
  input: z.output<typeof permissionInput>,
): Record<string, Record<string, string>> {
  const equals = {
    ...(input.SourceAccount !== undefined && { 'AWS:SourceAccount': input.SourceAccount }),
    ...(input.EventSourceToken !== undefined && {
      'lambda:EventSourceToken': input.EventSourceToken,
    }),
    ...(input.PrincipalOrgID !== undefined && { 'aws:PrincipalOrgID': input.PrincipalOrgID }),
    ...(input.FunctionUrlAuthType !== undefined && {
      'lambda:FunctionUrlAuthType': input.FunctionUrlAuthType,
    }),
  };
  return {
    ...(Object.keys(equals).length > 0 && { StringEquals: equals }),
    ...(input.InvokedViaFunctionUrl !== undefined && {
      Bool: { 'lambda:InvokedViaFunctionUrl': String(input.InvokedViaFunctionUrl) },
    }),
    ...(input.SourceArn !== undefined && { ArnLike: { 'AWS:SourceArn': input.SourceArn } }),
  };
}
