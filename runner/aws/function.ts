import { setTimeout as delay } from 'node:timers/promises';
import {
  GetFunctionConfigurationCommand,
  PublishVersionCommand,
  UpdateFunctionCodeCommand,
  type Architecture,
  type FunctionConfiguration,
  type LambdaClient,
} from '@aws-sdk/client-lambda';
import { ConflictError, EnvironmentError } from '../errors.ts';
import { advise, npmRun } from '../report/next.ts';
import { isAwsError, unlessMissing } from './aws-errors.ts';

export type { Architecture, FunctionConfiguration };

/** Reads a function at a qualifier: `$LATEST` or a version. */
export async function getFunction(
  lambda: LambdaClient,
  functionName: string,
  qualifier: string,
  signal?: AbortSignal,
): Promise<FunctionConfiguration> {
  return lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: functionName, Qualifier: qualifier }),
    signal && { abortSignal: signal },
  );
}

/** @returns undefined when there is no such version. */
export async function findVersion(
  lambda: LambdaClient,
  functionName: string,
  version: string,
): Promise<FunctionConfiguration | undefined> {
  return unlessMissing(getFunction(lambda, functionName, version));
}

/** Between polls; the last one repeats. Lambda's control plane answers 15 calls a second to a whole account. */
const pollsMs = [100, 500, 1000];
const settleMs = 300_000;

/**
 * Waits until no update is under way and the function can be invoked (trap D3). Lambda's revision
 * changes once more when an update settles, so a precondition is taken from what this returns.
 *
 * @param before revision that a write of ours has ended: an answer that still has it is older than that.
 * @throws {EnvironmentError} when the update failed, or did not settle within five minutes.
 */
export async function waitUntilSettled(
  lambda: LambdaClient,
  functionName: string,
  qualifier: string,
  signal: AbortSignal,
  before?: string,
): Promise<FunctionConfiguration> {
  const deadline = performance.now() + settleMs;
  for (let poll = 0; ; poll += 1) {
    const now = await getFunction(lambda, functionName, qualifier, signal);
    const failed = now.State === 'Failed' || now.LastUpdateStatus === 'Failed';
    if (failed || performance.now() > deadline) {
      const reason = now.LastUpdateStatusReason ?? now.StateReason ?? 'no reason given';
      throw new EnvironmentError(
        `${functionName}:${qualifier} ${failed ? 'failed to update' : 'does not settle'}: ${reason}`,
        { text: 'look at the function in the AWS console, then run the command again' },
        { resource: `function ${functionName}` },
      );
    }
    const isOld = before !== undefined && now.RevisionId === before;
    if (isSettled(now) && !isOld) {
      return now;
    }
    await delay(pollsMs[Math.min(poll, pollsMs.length - 1)], undefined, { signal });
  }
}

/** A missing `LastUpdateStatus` is an update under way (trap D4); versions have none. */
function isSettled({ State, LastUpdateStatus, Version }: FunctionConfiguration): boolean {
  const isActive = State === 'Active' || State === 'Inactive';
  return isActive && (Version !== '$LATEST' || LastUpdateStatus === 'Successful');
}

/** A deployment package, as the bundle makes it. */
export interface Code {
  readonly zip: Uint8Array;
  /** Base64 of the zip's SHA-256. */
  readonly codeSha256: string;
  /** The processor that it is for; left out, the function's stays. */
  readonly architecture?: Architecture;
  /** Where Lambda takes it from, instead of the call. */
  readonly object?: CodeObject;
}

/** An object in S3. */
export interface CodeObject {
  readonly bucket: string;
  readonly key: string;
}

/**
 * Uploads code to `$LATEST` if nobody changed the function since it was read, and waits until it
 * settles. Where only its revision is another one than was read, as publishing it makes one, it is tried once more.
 *
 * @param from `$LATEST` as it was read, settled.
 * @throws {ConflictError} when somebody else changed the function meanwhile.
 */
export async function updateCode(
  lambda: LambdaClient,
  from: FunctionConfiguration,
  code: Code,
  signal: AbortSignal,
): Promise<FunctionConfiguration> {
  const first = await tryToUpdate(lambda, from, code, signal);
  const isOtherRevision = first.refused !== undefined && isSame(first.now, from);
  const { now, refused } = isOtherRevision
    ? await tryToUpdate(lambda, first.now, code, signal)
    : first;
  // Refused, and yet our code is there: an earlier attempt's answer was lost (trap D8). Not refused, and yet
  // other code is there: somebody came right after, or what was in S3 is not what was tested.
  if (!holds(now, code)) {
    throw somebodyElseChanged(from.FunctionName ?? '', refused);
  }
  return now;
}

/** @returns `$LATEST` as it is then, and why the upload was refused, if it was. */
async function tryToUpdate(
  lambda: LambdaClient,
  from: FunctionConfiguration,
  code: Code,
  signal: AbortSignal,
): Promise<{ readonly now: FunctionConfiguration; readonly refused: unknown }> {
  const functionName = from.FunctionName ?? '';
  const refused = await lambda
    .send(
      new UpdateFunctionCodeCommand({
        FunctionName: functionName,
        ...(code.object === undefined
          ? { ZipFile: code.zip }
          : { S3Bucket: code.object.bucket, S3Key: code.object.key }),
        ...(code.architecture && { Architectures: [code.architecture] }),
        RevisionId: from.RevisionId,
      }),
    )
    .then(() => undefined, refusalOf);
  const before = refused === undefined ? from.RevisionId : undefined;
  return { now: await waitUntilSettled(lambda, functionName, '$LATEST', signal, before), refused };
}

/** Whether two readings of a function have the same code and configuration. */
function isSame(a: FunctionConfiguration, b: FunctionConfiguration): boolean {
  return a.CodeSha256 === b.CodeSha256 && isSameConfiguration(a, b);
}

/** Whether a version, or `$LATEST`, holds this code for this processor. */
export function holds(
  version: FunctionConfiguration,
  { codeSha256, architecture }: Omit<Code, 'zip'>,
): boolean {
  const isForProcessor =
    architecture === undefined || (version.Architectures?.[0] ?? 'x86_64') === architecture;
  return version.CodeSha256 === codeSha256 && isForProcessor;
}

/**
 * Publishes `$LATEST` as it was read (trap D7) and waits until the version is active. When nothing
 * changed since the last publication, Lambda answers the version that it made then (trap D6).
 *
 * @param from `$LATEST`, settled.
 * @throws {ConflictError} when somebody else changed the function meanwhile.
 */
export async function publish(
  lambda: LambdaClient,
  from: FunctionConfiguration,
  description: string,
  signal: AbortSignal,
): Promise<FunctionConfiguration> {
  const functionName = from.FunctionName ?? '';
  const attempt = (revisionId: string | undefined) =>
    lambda.send(
      new PublishVersionCommand({
        FunctionName: functionName,
        CodeSha256: from.CodeSha256,
        RevisionId: revisionId,
        Description: description,
      }),
    );
  const published = await attempt(from.RevisionId).catch(async (error: unknown) => {
    const refused = refusalOf(error);
    const now = await waitUntilSettled(lambda, functionName, '$LATEST', signal);
    // The same contents under another revision: an earlier attempt's answer was lost.
    if (!isSame(now, from)) {
      throw somebodyElseChanged(functionName, refused);
    }
    return attempt(now.RevisionId);
  });
  return isSettled(published)
    ? published
    : waitUntilSettled(lambda, functionName, published.Version ?? '', signal);
}

/** @returns the error when Lambda refused a write because of what it found; throws any other. */
function refusalOf(error: unknown): unknown {
  const refusals = [
    'PreconditionFailedException',
    'ResourceConflictException',
    'InvalidParameterValueException',
  ];
  if (isAwsError(error, ...refusals)) {
    return error;
  }
  throw error;
}

/** What a write throws that found the function not as it was read. */
function somebodyElseChanged(functionName: string, cause?: unknown): ConflictError {
  return new ConflictError(
    `Somebody else changed the code or configuration of ${functionName} meanwhile`,
    advise(npmRun('status'), 'look at'),
    { cause, resource: `function ${functionName}` },
  );
}

const comparedSettings = [
  'Runtime',
  'Role',
  'Handler',
  'Timeout',
  'MemorySize',
  'Environment',
  'Architectures',
  'EphemeralStorage',
  'VpcConfig',
  'DeadLetterConfig',
  'KMSKeyArn',
  'TracingConfig',
  'Layers',
  'FileSystemConfigs',
  'LoggingConfig',
] as const satisfies readonly (keyof FunctionConfiguration)[];

/** Whether two versions of a function are configured alike, their code aside. */
export function isSameConfiguration(a: FunctionConfiguration, b: FunctionConfiguration): boolean {
  return comparedSettings.every((key) => canonicalText(a[key]) === canonicalText(b[key]));
}

/** A value as JSON, with the keys of its objects in order. */
export function canonicalText(value: unknown): string {
  return JSON.stringify(value ?? null, (_key, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}
