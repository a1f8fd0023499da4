/** The alias by which the runner keeps two releases apart; no target may have its name. */
export const releaseLockAlias = 'RELEASE';

/** Holds the history of a function's releases, which the runner writes. */
export function releaseLogGroup(functionName: string): string {
  return `/releases/${functionName}`;
}

/** No target's alias may end with it. */
export const nextSuffix = '_NEXT';

/**
 * A target's second alias, which serves nobody but for a moment: while code and API definition
 * change together, the API stage switches to it and to the new deployment in one call.
 */
export function nextAliasOf(alias: string): string {
  return `${alias}${nextSuffix}`;
}
