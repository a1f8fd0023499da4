import { AwsError } from '../errors.ts';
import type { Region } from '../region.ts';
import { functionArn, isVersionNumber, parseFunctionReference } from './arn.ts';
import { constraint, invalidParameter, notFound } from './errors.ts';
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
  if (reference === undefined) {
    throw constraint(
      'functionName',
      functionName,
      "Member must be a function's name, partial ARN or full ARN",
    );
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
    throw new AwsError(
      'AccessDeniedException',
      403,
      `Functions of account ${reference.account} are not accessible from account ${region.account}.`,
    );
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
export function requireAlias(region: Region, fn: FunctionState, name: string): AliasState {
  const found = fn.aliases[name];
  if (found === undefined) {
    throw notFound(`Cannot find alias arn: ${functionArn(region, fn.name, name)}`);
  }
  return found;
}

/** Whether a qualifier means an alias rather than a version. */
export function meansAlias(qualifier: string): boolean {
  return qualifier !== '$LATEST' && !isVersionNumber(qualifier);
}

/**
 * The version a qualifier stands for; `$LATEST` without one.
 *
 * @param versionOf which version an alias means now; without it, weights are left aside.
 * @throws {ResourceNotFoundException} in the words GetFunction uses, where there is none.
 */
export function requireQualified(
  region: Region,
  fn: FunctionState,
  qualifier?: string,
  versionOf: (alias: AliasState) => string = ({ functionVersion }) => functionVersion,
): VersionState {
  if (qualifier === undefined) {
    return fn.latest;
  }
  if (!meansAlias(qualifier)) {
    return requireVersion(region, fn, qualifier);
  }
  const alias = fn.aliases[qualifier];
  if (alias === undefined) {
    throw functionNotFound(region, fn.name, qualifier);
  }
  return requireVersion(region, fn, versionOf(alias));
}
