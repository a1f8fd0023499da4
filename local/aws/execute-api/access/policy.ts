import { z } from 'zod';

import { globMatch } from '../../lambda/arn-like.ts';
import { NotImplemented } from '../gateway-fault.ts';
import { meetsConditions, type ConditionValues } from './policy-condition.ts';

const oneOrMore = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());

const statement = z.object({
  Effect: z.enum(['Allow', 'Deny']),
  Principal: z.union([z.literal('*'), z.record(z.string(), oneOrMore)]).optional(),
  NotPrincipal: z.unknown().optional(),
  Action: oneOrMore.optional(),
  NotAction: oneOrMore.optional(),
  Resource: oneOrMore.optional(),
  NotResource: oneOrMore.optional(),
  Condition: z.record(z.string(), z.record(z.string(), oneOrMore)).optional(),
});

const document = z.object({
  Version: z.string().optional(),
  Statement: z.union([z.array(statement), statement.transform((single) => [single])]),
});

export type Statement = z.output<typeof statement>;

/** Who asks, and for what. */
export interface PolicyQuestion {
  /** `arn:aws:execute-api:REGION:ACCOUNT:API/STAGE/METHOD/PATH` */
  readonly resource: string;
  /** What a `Principal` can name the caller by; none for an anonymous one. */
  readonly principals: readonly string[];
  readonly values: ConditionValues;
}

/** The statements of a policy document, undefined where it is none. */
export function readStatements(policy: unknown): readonly Statement[] | undefined {
  const parsed = document.safeParse(policy);
  return parsed.success ? parsed.data.Statement : undefined;
}

/** The same of a policy's text. */
export function parseStatements(policy: string): readonly Statement[] | undefined {
  try {
    return readStatements(JSON.parse(policy));
  } catch {
    return undefined;
  }
}

/**
 * What a policy says of a call of an API: a Deny wins over an Allow, and undefined means neither.
 *
 * @throws {NotImplemented} for a statement that is not modelled
 */
export function evaluate(
  statements: readonly Statement[],
  question: PolicyQuestion,
): 'Allow' | 'Deny' | undefined {
  const effects = statements.filter((one) => applies(one, question)).map(({ Effect }) => Effect);
  return effects.includes('Deny') ? 'Deny' : effects[0];
}

function applies(one: Statement, question: PolicyQuestion): boolean {
  return (
    namesAction(one) &&
    namesResource(one, question.resource) &&
    namesPrincipal(one, question.principals) &&
    meetsConditions(one.Condition ?? {}, question.values)
  );
}

function namesAction({ Action, NotAction = [] }: Statement): boolean {
  const invokes = (pattern: string) => globMatch(pattern.toLowerCase(), 'execute-api:invoke');
  return Action === undefined ? !NotAction.some(invokes) : Action.some(invokes);
}

function namesResource({ Resource, NotResource = [] }: Statement, resource: string): boolean {
  const matches = (pattern: string) => globMatch(wholeArn(pattern, resource), resource);
  return Resource === undefined ? !NotResource.some(matches) : Resource.some(matches);
}

/** A policy of an API may begin its resources with `execute-api:/`, which means this API. */
function wholeArn(pattern: string, resource: string): string {
  return pattern.startsWith('execute-api:/')
    ? resource.slice(0, resource.indexOf('/')) + pattern.slice('execute-api:'.length)
    : pattern;
}

/** A policy of an identity names no principal: it is about whom it belongs to. */
function namesPrincipal(
  { Principal, NotPrincipal }: Statement,
  principals: readonly string[],
): boolean {
  if (NotPrincipal !== undefined) {
    throw new NotImplemented('NotPrincipal in the resource policy of an API');
  }
  if (Principal === undefined || Principal === '*') {
    return true;
  }
  const named = Principal.AWS ?? [];
  return named.includes('*') || named.some((name) => principals.includes(name));
}
