import { AwsError } from '../errors.ts';
import type { View } from '../lag/view.ts';
import type { Region } from '../region.ts';
import { functionArn, isVersionNumber, parseFunctionReference } from './arn.ts';
import { constraintProblem, invalidParameter, notFound, validation } from './errors.ts';
import type { AliasState, FunctionState, VersionState } from './state.ts';

/** A function and the qualifier a request named it with. */
export interface Named {
  readonly name: string;
  readonly qualifier?: string;
}

/**
 * Reads a `FunctionName` parameter together with a `Qualifier` parameter.
 *
 * @throws {ValidationException} for a text that names no function; ResourceNotFoundException for a
 *   function of another region; AccessDeniedException for another account's;
 *   InvalidParameterValueException when name and parameter have different qualifiers.
 */
export function resolveName(region: Region, functionName: string, qualifier?: string): Named {
  const reference = parseFunctionReference(functionName);
  const problems = [
    ...(qualifier === undefined ? [] : qualifierProblems(qualifier)),
    ...(reference === undefined
      ? [constraintProblem('functionName', functionName, functionNameRule)]
      : []),
  ];
  if (reference === undefined || problems.length > 0) {
    throw validation(problems);
  }
  verifyPlace(region, reference);
  if (
    reference.qualifier !== undefined &&
    (qualifier ?? reference.qualifier) !== reference.qualifier
  ) {
    throw invalidParameter(
      'The derived qualifier from the function name does not match the specified qualifier.',
    );
  }
  const chosen = qualifier ?? reference.qualifier;
  return { name: reference.name, ...(chosen !== undefined && { qualifier: chosen }) };
}

/** The pattern by which most operations take a function's name. */
const functionNameRule =
  'Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?' +
  String.raw`((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?` +
  String.raw`([a-zA-Z0-9-_\.]+)(:(\$LATEST(\.PUBLISHED)?|[a-zA-Z0-9-_]+))?`;

function qualifierProblems(qualifier: string): string[] {
  const problems: string[] = [];
  if (qualifier.length > 128) {
    problems.push('Member must have length less than or equal to 128');
  }
  if (!/^(?:\$LATEST(?:\.PUBLISHED)?|[a-zA-Z0-9-_$]+)$/.test(qualifier)) {
    problems.push(
      'Member must satisfy regular expression pattern: ' +
        String.raw`\$(LATEST(\.PUBLISHED)?)|[a-zA-Z0-9-_$]+`,
    );
  }
  return problems.map((rule) => constraintProblem('qualifier', qualifier, rule));
}

function verifyPlace(
  region: Region,
  reference: { readonly account?: string; readonly region?: string },
): void {
  if (reference.region !== undefined && reference.region !== region.region) {
    throw notFound(
      `Functions from '${reference.region}' are not reachable in this region ('${region.region}')`,
    );
  }
  if (reference.account !== undefined && reference.account !== region.account) {
    // AWS says nothing more.
    throw new AwsError('AccessDeniedException', 403, '', { members: { Message: null } });
  }
}

/** The function of a name; ResourceNotFoundException where there is none. */
export function requireFunction(region: Region, name: string, qualifier?: string): FunctionState {
  const found = region.state.lambda.functions[name];
  if (found === undefined) {
    throw functionNotFound(region, name, qualifier);
  }
  return found;
}

/** 404 in Lambda's words, with the ARN that was asked for. */
export function functionNotFound(region: Region, name: string, qualifier?: string): AwsError {
  return notFound(`Function not found: ${functionArn(region, name, qualifier)}`);
}

/** `$LATEST` or a published version; `undefined` where there is none. */
export function findVersion(fn: FunctionState, version: string): VersionState | undefined {
  return version === '$LATEST' ? fn.latest : fn.versions[version];
}

/** `$LATEST` or a published version; ResourceNotFoundException where there is none. */
export function requireVersion(region: Region, fn: FunctionState, version: string): VersionState {
  const found = findVersion(fn, version);
  if (found === undefined) {
    throw functionNotFound(region, fn.name, version);
  }
  return found;
}

/** The alias of a name; ResourceNotFoundException where there is none. */
export function requireAlias(
  region: Region,
  fn: FunctionState,
  name: string,
  refusal?: string,
): AliasState {
  const found = fn.aliases[name];
  if (found === undefined) {
    throw aliasNotFound(region, fn.name, name, refusal);
  }
  return found;
}

/** 404 for an alias, in the words that all operations but UpdateAlias have. */
export function aliasNotFound(
  region: Region,
  functionName: string,
  name: string,
  refusal = 'Cannot find alias arn',
): AwsError {
  return notFound(`${refusal}: ${functionArn(region, functionName, name)}`);
}

/** Whether a qualifier means an alias rather than a version. */
export function meansAlias(qualifier: string): boolean {
  return qualifier !== '$LATEST' && !isVersionNumber(qualifier);
}

/**
 * The version a qualifier stands for; `$LATEST` without one.
 *
 * @param view what is known of aliases.
 * @param versionOf which version an alias means now; without it, weights are left aside.
 * @throws {ResourceNotFoundException} in the words GetFunction uses, where there is none.
 */
export function requireQualified(
  region: Region,
  fn: FunctionState,
  view: View,
  qualifier?: string,
  versionOf: (alias: AliasState) => string = ({ functionVersion }) => functionVersion,
): VersionState {
  if (qualifier === undefined) {
    return fn.latest;
  }
  if (!meansAlias(qualifier)) {
    return requireVersion(region, fn, qualifier);
  }
  const alias = view.alias(fn, qualifier);
  if (alias === undefined) {
    throw functionNotFound(region, fn.name, qualifier);
  }
  return requireVersion(region, fn, versionOf(alias));
}
