import {
  DeleteFunctionCommand,
  paginateListAliases,
  paginateListVersionsByFunction,
  type LambdaClient,
} from '@aws-sdk/client-lambda';
import { isAwsError } from './aws-errors.ts';
import { getFunction, type FunctionConfiguration } from './function.ts';

/** What a version was published with never changes, so a command asks once. */
const descriptions = new WeakMap<LambdaClient, Map<string, FunctionConfiguration>>();

/** What a version was published with; its `State` may have changed since it was asked for first. */
export async function describeVersion(
  lambda: LambdaClient,
  functionName: string,
  version: string,
): Promise<FunctionConfiguration> {
  const known = descriptions.get(lambda) ?? new Map<string, FunctionConfiguration>();
  descriptions.set(lambda, known);
  const key = `${functionName}:${version}`;
  const described = known.get(key) ?? (await getFunction(lambda, functionName, version));
  known.set(key, described);
  return described;
}

/** The published versions of a function, all pages, in the order that AWS gives. */
export async function listVersions(
  lambda: LambdaClient,
  functionName: string,
): Promise<{ readonly id: string; readonly createdAt: Date }[]> {
  const pages = paginateListVersionsByFunction({ client: lambda }, { FunctionName: functionName });
  const found: { readonly id: string; readonly createdAt: Date }[] = [];
  for await (const { Versions = [] } of pages) {
    for (const { Version = '$LATEST', LastModified } of Versions) {
      if (Version !== '$LATEST') {
        found.push({ id: Version, createdAt: new Date(LastModified ?? Date.now()) });
      }
    }
  }
  return found;
}

/** The versions that any alias points at, or gives a weight to. */
export async function listAliasedVersions(
  lambda: LambdaClient,
  functionName: string,
): Promise<ReadonlySet<string>> {
  const pages = paginateListAliases({ client: lambda }, { FunctionName: functionName });
  const found = new Set<string>();
  for await (const { Aliases = [] } of pages) {
    for (const { FunctionVersion = '', RoutingConfig } of Aliases) {
      found.add(FunctionVersion);
      Object.keys(RoutingConfig?.AdditionalVersionWeights ?? {}).forEach((id) => found.add(id));
    }
  }
  return found;
}

/** @returns false when something points at it: Lambda keeps it then (trap D22). */
export async function deleteVersion(
  lambda: LambdaClient,
  functionName: string,
  version: string,
): Promise<boolean> {
  if (!/^\d+$/.test(version)) {
    throw new Error(`${version} is not a version: this would delete the function ${functionName}`);
  }
  try {
    await lambda.send(
      new DeleteFunctionCommand({ FunctionName: functionName, Qualifier: version }),
    );
    return true;
  } catch (error) {
    if (isAwsError(error, 'ResourceNotFoundException')) {
      return true;
    }
    if (isAwsError(error, 'ResourceConflictException')) {
      return false;
    }
    throw error;
  }
}
