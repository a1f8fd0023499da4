import { z } from 'zod';
import { malformedPolicyDocument } from './errors.ts';
import { condition, hasReadableDates } from './policy-conditions.ts';
import { isLegacyResource, resourceFault } from './policy-resources.ts';

const oneOrMore = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
const principal = z.union([z.literal('*'), z.record(z.string(), oneOrMore)]);

const statement = z
  .strictObject({
    Sid: z.string().optional(),
    Effect: z.string().regex(/^(?:allow|deny)$/i),
    Principal: principal.optional(),
    NotPrincipal: principal.optional(),
    Action: oneOrMore.optional(),
    NotAction: oneOrMore.optional(),
    Resource: oneOrMore.optional(),
    NotResource: oneOrMore.optional(),
    Condition: condition.optional(),
  })
  .refine((one) => one.Action === undefined || one.NotAction === undefined)
  .refine((one) => one.Resource === undefined || one.NotResource === undefined);

const policy = z.strictObject({
  Version: z.enum(['2012-10-17', '2008-10-17']).optional(),
  Id: z.string().optional(),
  Statement: z.union([z.array(statement), statement.transform((single) => [single])]),
});

type Policy = z.output<typeof policy>;
type Statement = z.output<typeof statement>;

const sessionActions = /^sts:(?:AssumeRole|TagSession|SetSourceIdentity|SetContext|.*\*)/i;

/**
 * Reads a role's trust policy.
 * @throws {MalformedPolicyDocument} when it is not JSON, breaks the policy grammar, lacks a principal or an action,
 * names a resource, or allows anything but sessions.
 */
export function parseTrustPolicy(document: string): readonly Statement[] {
  const { Statement: statements } = parsePolicy(document, 'This policy contains invalid Json');
  for (const one of statements) {
    requireReadable(one);
    requireActions(one);
    if (one.Principal === undefined && one.NotPrincipal === undefined) {
      throw malformedPolicyDocument('Missing required field Principal');
    }
    if (one.Resource !== undefined || one.NotResource !== undefined) {
      throw malformedPolicyDocument('Has prohibited field Resource');
    }
    if (one.Action?.every((action) => sessionActions.test(action)) === false) {
      throw malformedPolicyDocument('AssumeRole policy may only specify STS AssumeRole actions.');
    }
  }
  return statements;
}

/**
 * Checks a managed policy.
 * @throws {MalformedPolicyDocument} as `verifyIdentityPolicy`, and when it is of the old version
 */
export function verifyManagedPolicy(document: string): void {
  const parsed = parseIdentityPolicy(document);
  if (parsed.Version !== '2012-10-17') {
    throw malformedPolicyDocument('Policy document must be version 2012-10-17 or greater.');
  }
  verifyStatements(parsed.Statement);
}

/**
 * Checks a policy that says what an identity may do.
 * @throws {MalformedPolicyDocument} for the first that IAM finds: what is no policy by its grammar, what its older
 * parser does not read, statements with one ID, those that lack a resource or an action or name a principal,
 * resources and actions that are not written as such
 */
export function verifyIdentityPolicy(document: string): void {
  verifyStatements(parseIdentityPolicy(document).Statement);
}

function parseIdentityPolicy(document: string): Policy {
  const parsed = parsePolicy(document, syntaxErrors);
  if (parsed.Statement.length === 0) {
    throw malformedPolicyDocument(syntaxErrors);
  }
  return parsed;
}

function verifyStatements(statements: readonly Statement[]): void {
  statements.forEach(requireReadable);
  const ids = statements.map(({ Sid = '' }) => Sid).filter((id) => id !== '');
  if (new Set(ids).size < ids.length) {
    throw malformedPolicyDocument('Statement IDs (SID) in a single policy must be unique.');
  }
  statements.forEach(requireActions);
  for (const one of statements) {
    if (one.Principal !== undefined || one.NotPrincipal !== undefined) {
      throw malformedPolicyDocument('Policy document should not specify a principal.');
    }
    if (resourcesOf(one).length === 0) {
      throw malformedPolicyDocument('Policy statement must contain resources.');
    }
  }
  const actions = statements.flatMap(actionsOf);
  const fault = statements.flatMap(resourcesOf).map(resourceFault).find(isText);
  const wrong = fault ?? actions.map(actionFault).find(isText);
  if (wrong !== undefined) {
    throw malformedPolicyDocument(wrong);
  }
}

function isText(value: string | undefined): value is string {
  return value !== undefined;
}

/** Of the older parser, which reads resources up to one that the newer finds fault with. */
function requireReadable(one: Statement): void {
  const resources = resourcesOf(one);
  const end = resources.findIndex((resource) => resourceFault(resource) !== undefined);
  const read = end === -1 ? resources : resources.slice(0, end);
  if (
    !['Allow', 'Deny'].includes(one.Effect) ||
    !hasReadableDates(one.Condition ?? {}) ||
    !read.every(isLegacyResource)
  ) {
    throw malformedPolicyDocument('The policy failed legacy parsing');
  }
}

function requireActions(one: Statement): void {
  if (actionsOf(one).length === 0) {
    throw malformedPolicyDocument('Policy statement must contain actions.');
  }
}

function actionsOf(one: Statement): readonly string[] {
  return one.Action ?? one.NotAction ?? [];
}

function resourcesOf(one: Statement): readonly string[] {
  return one.Resource ?? one.NotResource ?? [];
}

function actionFault(action: string): string | undefined {
  if (action === '*') {
    return undefined;
  }
  const [vendor = '', ...names] = action.split(':');
  if (names.length === 0) {
    return 'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.';
  }
  if (names.length > 1) {
    return 'Actions/Condition can contain only one colon.';
  }
  return /^[a-z\d.-]+$/i.test(vendor) ? undefined : `Vendor ${vendor} is not valid`;
}

const syntaxErrors = 'Syntax errors in policy.';

function parsePolicy(document: string, notJson: string): Policy {
  const result = policy.safeParse(parseJson(document, notJson));
  if (!result.success) {
    throw malformedPolicyDocument(syntaxErrors);
  }
  return result.data;
}

function parseJson(document: string, notJson: string): unknown {
  try {
    return JSON.parse(document);
  } catch {
    throw malformedPolicyDocument(notJson);
  }
}
