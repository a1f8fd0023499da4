import type { LambdaClient } from '@aws-sdk/client-lambda';
import {
  getFunction,
  isSameConfiguration,
  publish,
  somebodyElseChanged,
  updateCode,
  type Code,
  waitUntilSettled,
  type FunctionConfiguration,
} from './function.ts';

/** What has to be done to the function so that a version holds this code and configuration. */
export type CodeChange =
  | { readonly kind: 'none'; readonly version: string }
  | { readonly kind: 'publish'; readonly latest: FunctionConfiguration }
  | { readonly kind: 'update'; readonly latest: FunctionConfiguration };

/**
 * Compares the bundle, and the configuration that `pulumi up` left at `$LATEST`, with what the
 * targets serve and with `$LATEST`, so that the same inputs make no new version (invariant 5).
 *
 * @param served the versions that targets serve, as Lambda describes them.
 */
export function decideCodeChange(
  codeSha256: string,
  latest: FunctionConfiguration,
  served: readonly FunctionConfiguration[],
): CodeChange {
  const same = served.find(
    (version) => version.CodeSha256 === codeSha256 && isSameConfiguration(version, latest),
  );
  if (same?.Version !== undefined) {
    return { kind: 'none', version: same.Version };
  }
  return { kind: latest.CodeSha256 === codeSha256 ? 'publish' : 'update', latest };
}

/**
 * Reads what {@link decideCodeChange} compares.
 *
 * @param served the versions that aliases of targets point at.
 */
export async function readCodeChange(
  lambda: LambdaClient,
  functionName: string,
  served: readonly string[],
  { codeSha256 }: Pick<Code, 'codeSha256'>,
  signal: AbortSignal,
): Promise<CodeChange> {
  const versions = [...new Set(served)].filter(isPublished);
  const [latest, ...described] = await Promise.all([
    waitUntilSettled(lambda, functionName, '$LATEST', signal),
    ...versions.map((version) => getFunction(lambda, functionName, version, signal)),
  ]);
  return decideCodeChange(codeSha256, latest, described);
}

/** Of the version that stands for what was there before the first release. */
export const placeholderDescription = 'placeholder: nothing released yet';

export function isPublished(version: string): boolean {
  return version !== '$LATEST';
}

/**
 * Makes the candidate's version: uploads the code if it differs, and publishes it.
 *
 * @param description of a version that is made now.
 * @returns the version's number.
 * @throws {ConflictError} when somebody else changed the function meanwhile.
 */
export async function publishChange(
  lambda: LambdaClient,
  change: CodeChange,
  code: Code,
  description: string,
  signal: AbortSignal,
): Promise<string> {
  if (change.kind === 'none') {
    return change.version;
  }
  const latest = await readAgain(lambda, change.latest, signal);
  const updated =
    change.kind === 'update' ? await updateCode(lambda, latest, code, signal) : latest;
  const version = await publish(lambda, updated, description, signal);
  return version.Version ?? '';
}

/** Publishing a placeholder gives `$LATEST` a new revision, and nothing else that may differ. */
async function readAgain(
  lambda: LambdaClient,
  before: FunctionConfiguration,
  signal: AbortSignal,
): Promise<FunctionConfiguration> {
  const functionName = before.FunctionName ?? '';
  const now = await waitUntilSettled(lambda, functionName, '$LATEST', signal);
  if (now.CodeSha256 !== before.CodeSha256 || !isSameConfiguration(now, before)) {
    throw somebodyElseChanged(functionName);
  }
  return now;
}
