import type { LambdaClient } from '@aws-sdk/client-lambda';
import {
  getFunction,
  holds,
  isSameConfiguration,
  publish,
  somebodyElseChanged,
  updateCode,
  type Architecture,
  type Code,
  waitUntilSettled,
  type FunctionConfiguration,
} from './function.ts';

/** What has to be done to the function so that a version holds this code and configuration. */
export type CodeChange =
  | { readonly kind: 'none'; readonly version: string }
  | { readonly kind: 'publish'; readonly latest: FunctionConfiguration }
  | {
      readonly kind: 'update';
      readonly latest: FunctionConfiguration;
      readonly architecture?: Architecture;
    };

/**
 * Compares the bundle with the processor that it is for, and the configuration that `pulumi up` left at `$LATEST`, with what the
 * targets serve and with `$LATEST`, so that the same inputs make no new version (invariant 5).
 *
 * @param served the versions that targets serve, as Lambda describes them.
 */
export function decideCodeChange(
  { codeSha256, architecture }: Omit<Code, 'zip'>,
  latest: FunctionConfiguration,
  served: readonly FunctionConfiguration[],
): CodeChange {
  const same = served.find(
    (version) =>
      holds(version, { codeSha256 }) &&
      isSameConfiguration(version, {
        ...latest,
        ...(architecture && { Architectures: [architecture] }),
      }),
  );
  if (same?.Version !== undefined) {
    return { kind: 'none', version: same.Version };
  }
  return holds(latest, { codeSha256, ...(architecture && { architecture }) })
    ? { kind: 'publish', latest }
    : { kind: 'update', latest, ...(architecture && { architecture }) };
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
  code: Omit<Code, 'zip'>,
  signal: AbortSignal,
): Promise<CodeChange> {
  const versions = [...new Set(served)].filter(isPublished);
  const [latest, ...described] = await Promise.all([
    waitUntilSettled(lambda, functionName, '$LATEST', signal),
    ...versions.map((version) => getFunction(lambda, functionName, version, signal)),
  ]);
  return decideCodeChange(code, latest, described);
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
  const { architecture } = change.kind === 'update' ? change : {};
  const wanted = { ...code, ...(architecture && { architecture }) };
  const updated =
    change.kind === 'update' ? await updateCode(lambda, latest, wanted, signal) : latest;
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
