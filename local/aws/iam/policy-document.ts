import { z } from 'zod';
import { malformedPolicyDocument } from './errors.ts';

const oneOrMore = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
const principal = z.union([z.literal('*'), z.record(z.string(), oneOrMore)]);

const statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Principal: principal.optional(),
  NotPrincipal: principal.optional(),
  Action: oneOrMore.optional(),
  NotAction: oneOrMore.optional(),
  Resource: oneOrMore.optional(),
  NotResource: oneOrMore.optional(),
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
});

const policy = z.strictObject({
  Version: z.enum(['2012-10-17', '2008-10-17']).optional(),
  Id: z.string().optional(),
  Statement: z.union([z.array(statement), statement.transform((single) => [single])]),
});

type Statement = z.output<typeof statement>;

/**
 * Reads a role's trust policy.
 * @throws {MalformedPolicyDocument} when it is not JSON, breaks the policy grammar, lacks a principal or an action,
 * or names a resource.
 */
export function parseTrustPolicy(document: string): readonly Statement[] {
  const statements = parsePolicy(document);
  for (const one of statements) {
    requireActions(one);
    if (one.Principal === undefined && one.NotPrincipal === undefined) {
      throw malformedPolicyDocument('Missing required field Principal');
    }
    if (one.Resource !== undefined || one.NotResource !== undefined) {
      throw malformedPolicyDocument('Has prohibited field Resource');
    }
  }
  return statements;
}

/**
 * Checks a policy that says what an identity may do.
 * @throws {MalformedPolicyDocument} when it is not JSON, breaks the policy grammar, lacks a resource or an action,
 * or names a principal.
 */
export function verifyIdentityPolicy(document: string): void {
  for (const one of parsePolicy(document)) {
    requireActions(one);
    if (one.Principal !== undefined || one.NotPrincipal !== undefined) {
      throw malformedPolicyDocument('Policy document should not specify a principal.');
    }
    if (one.Resource === undefined && one.NotResource === undefined) {
      throw malformedPolicyDocument('Policy statement must contain resources.');
    }
  }
}

function requireActions(one: Statement): void {
  if (one.Action === undefined && one.NotAction === undefined) {
    throw malformedPolicyDocument('Policy statement must contain actions.');
  }
}

function parsePolicy(document: string): readonly Statement[] {
  const result = policy.safeParse(parseJson(document));
  if (!result.success) {
    throw malformedPolicyDocument('Syntax errors in policy.');
  }
  return result.data.Statement;
}

function parseJson(document: string): unknown {
  try {
    return JSON.parse(document);
  } catch {
    throw malformedPolicyDocument('This policy contains invalid Json');
  }
}
