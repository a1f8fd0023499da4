import type { z } from 'zod';
import type { RestRequest } from '../operation.ts';
import { badRequest, serialization, validation } from './errors.ts';
import { refuseUnknownMembers } from '../unknown-members.ts';
import { labelProblems } from './labels.ts';

type Issue = z.core.$ZodIssue;

/**
 * The JSON body in the given shape; an empty body reads as `{}`. The labels of the path are checked
 * with it, so that everything which breaks the API's model is answered together.
 *
 * @param input the name of the operation's input, for errors: `putIntegrationInput`
 * @throws {AwsError} 400, and `NotImplemented` 501 for a member that is not modelled
 */
export function parseBody<T extends z.ZodType>(
  request: RestRequest,
  schema: T,
  input: string,
): z.infer<T> {
  const body = parseJson(request.body);
  refuseUnknownMembers(schema, body, operationOf(input));
  const parsed = schema.safeParse(body, { reportInput: true });
  const issues = parsed.error?.issues ?? [];
  const converted = issues.map(conversionProblem).find((problem) => problem !== undefined);
  if (converted !== undefined) {
    throw serialization(converted);
  }
  const broken = new Set([
    ...issues.map((issue) => constraintProblem(issue, input)),
    ...labelProblems(request),
  ]);
  if (broken.size > 0) {
    throw validation([...broken]);
  }
  if (!parsed.success) {
    throw badRequest('Invalid request input');
  }
  return parsed.data;
}

/** `PutIntegration` of `putIntegrationInput` */
function operationOf(input: string): string {
  return `${input.charAt(0).toUpperCase()}${input.slice(1)}`.replace(/Input$/, '');
}

/** A query parameter that is `true` or `false`, false when left out. @throws {AwsError} 400 */
export function booleanQuery(request: RestRequest, name: string): boolean {
  const value = request.query.get(name) ?? 'false';
  if (value !== 'true' && value !== 'false') {
    throw badRequest(`Invalid value for ${name}: ${value}`);
  }
  return value === 'true';
}

/** Java's classes, as AWS names them where a value cannot be read as what the model has. */
const classes: Readonly<Record<string, string>> = {
  boolean: 'java.lang.Boolean',
  number: 'com.amazon.coral.value.json.numbers.TruncatingBigNumber',
  string: 'java.lang.String',
};

const expectedNames: Readonly<Record<string, string>> = {
  boolean: 'Boolean',
  int: 'Integer',
  number: 'Double',
  string: 'String',
};

function conversionProblem(issue: Issue): string | undefined {
  const { code, input } = issue;
  if (input === undefined || input === null) {
    return undefined;
  }
  const from = classes[typeof input];
  if (code === 'invalid_value' && from !== undefined && typeof input !== 'string') {
    return `class ${from} can not be converted to an String`;
  }
  if (code !== 'invalid_type') {
    return undefined;
  }
  const to = expectedNames[issue.expected];
  return from === undefined || to === undefined
    ? 'Unexpected value type in payload'
    : `class ${from} can not be converted to an ${to}`;
}

function constraintProblem(issue: Issue, input: string): string {
  const at = memberPath(issue.path, input);
  if (issue.code !== 'invalid_value') {
    return `Value null at '${at}' failed to satisfy constraint: Member must not be null`;
  }
  const given = typeof issue.input === 'string' ? issue.input : JSON.stringify(issue.input);
  const allowed = `Member must satisfy enum value set: [${issue.values.map(String).join(', ')}]`;
  if (typeof issue.path.at(-1) === 'number') {
    const list = memberPath(issue.path.slice(0, -1), input);
    return `Value '[${given}]' at '${list}' failed to satisfy constraint: Member must satisfy constraint: [${allowed}]`;
  }
  return issue.input === undefined || issue.input === null
    ? `Value null at '${at}' failed to satisfy constraint: Member must not be null`
    : `Value '${given}' at '${at}' failed to satisfy constraint: ${allowed}`;
}

/** AWS counts the members of a list from 1: `patchOperations.1.member.op`. */
function memberPath(path: readonly PropertyKey[], input: string): string {
  const names = path.map((key) => (typeof key === 'number' ? `${key + 1}.member` : String(key)));
  return [input, ...names].join('.');
}

function parseJson(body: Buffer): unknown {
  if (body.length === 0) {
    return {};
  }
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw badRequest('Invalid request input');
  }
}
