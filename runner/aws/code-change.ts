import type { LambdaClient } from '@aws-sdk/client-lambda';
import {
  holds,
  isSameConfiguration,
  publish,
  updateCode,
  type Architecture,
  type Code,
  type FunctionConfiguration,
} from './function.ts';
import { describeVersion } from './versions.ts';

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
 * @param latest `$LATEST`, settled; it may still be on its way.
 * @param served the versions that aliases of targets point at.
 */
export async function readCodeChange(
  lambda: LambdaClient,
  functionName: string,
  latest: FunctionConfiguration | Promise<FunctionConfiguration>,
  served: readonly string[],
  code: Omit<Code, 'zip'>,
): Promise<CodeChange> {
  const versions = [...new Set(served)].filter(isPublished);
  const [settled, ...described] = await Promise.all([
    latest,
    ...versions.map((version) => describeVersion(lambda, functionName, version)),
  ]);
  return decideCodeChange(code, settled, described);
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
  const { latest } = change;
  const { architecture } = change.kind === 'update' ? change : {};
  const wanted = { ...code, ...(architecture && { architecture }) };
  const updated =
    change.kind === 'update' ? await updateCode(lambda, latest, wanted, signal) : latest;
  const version = await publish(lambda, updated, description, signal);
  return version.Version ?? '';
}
