import {
  CreateAliasCommand,
  GetAliasCommand,
  UpdateAliasCommand,
  type AliasConfiguration,
  type LambdaClient,
} from '@aws-sdk/client-lambda';
import { isAwsError, isPreconditionFailure, unlessMissing } from './aws-errors.ts';
import { whileLeased, type Lease } from './lease.ts';

/** A Lambda alias as it was read; the revision is the precondition of the next write. */
export interface AliasState {
  readonly functionName: string;
  readonly name: string;
  readonly version: string;
  /**
   * The version that still serves every request while AWS allocates provisioned concurrency to the other
   * one (trap D27).
   */
  readonly movingFrom?: string;
  /** Share of requests (0 to 1) by additional version. */
  readonly weights: Readonly<Record<string, number>>;
  readonly description: string;
  readonly revisionId: string;
}

/** What an alias is to become. */
export interface AliasChange {
  readonly version: string;
  readonly description: string;
  readonly weights?: Readonly<Record<string, number>>;
}

/** The version that serves the requests of an alias, but for those of its weights. */
export function servedVersion({ version, movingFrom }: AliasState): string {
  return movingFrom ?? version;
}

/** @returns undefined when the function or the alias does not exist. */
export async function findAlias(
  lambda: LambdaClient,
  functionName: string,
  name: string,
): Promise<AliasState | undefined> {
  const get = new GetAliasCommand({ FunctionName: functionName, Name: name });
  const answer = await unlessMissing(lambda.send(get));
  return answer && toState(functionName, answer);
}

/** @returns undefined when an alias of this name exists already. */
export async function createAlias(
  lambda: LambdaClient,
  functionName: string,
  name: string,
  { version, description }: AliasChange,
): Promise<AliasState | undefined> {
  try {
    const answer = await lambda.send(
      new CreateAliasCommand({
        FunctionName: functionName,
        Name: name,
        FunctionVersion: version,
        Description: description,
      }),
    );
    return toState(functionName, answer);
  } catch (error) {
    if (isAwsError(error, 'ResourceConflictException')) {
      return undefined;
    }
    throw error;
  }
}

/**
 * Changes an alias only if it is still as it was read, and clears weights that are not asked for
 * (trap D9). When the precondition fails because an earlier attempt of this very call took effect
 * and its answer was lost (trap D8), that counts as success.
 *
 * @param signal gives up waiting for the answer, where no lease does.
 * @throws {PreconditionFailedException} when somebody else changed the alias.
 * @throws {TimeoutError} when the lease ended before the answer came.
 */
export async function updateAlias(
  lambda: LambdaClient,
  from: AliasState,
  change: AliasChange,
  { signal, lease }: { readonly signal?: AbortSignal; readonly lease?: Lease | undefined } = {},
): Promise<AliasState> {
  const command = new UpdateAliasCommand({
    FunctionName: from.functionName,
    Name: from.name,
    RevisionId: from.revisionId,
    FunctionVersion: change.version,
    Description: change.description,
    RoutingConfig: { AdditionalVersionWeights: { ...change.weights } },
  });
  try {
    const answer = await whileLeased(lease, (options) =>
      lambda.send(command, signal ? { abortSignal: signal } : options),
    );
    return toState(from.functionName, answer);
  } catch (error) {
    const now = isPreconditionFailure(error)
      ? await findAlias(lambda, from.functionName, from.name)
      : undefined;
    if (now !== undefined && now.revisionId !== from.revisionId && isAsWanted(now, change)) {
      return now;
    }
    throw error;
  }
}

function isAsWanted(now: AliasState, { version, description, weights }: AliasChange): boolean {
  return (
    now.version === version &&
    now.description === description &&
    isSameWeights(now.weights, weights ?? {})
  );
}

/** Whether an alias sends every request to a version. */
export function isAt({ version, weights, movingFrom }: AliasState, wanted: string): boolean {
  return version === wanted && movingFrom === undefined && Object.keys(weights).length === 0;
}

/** Whether an alias is pointed where it was; what Lambda allocates for it goes on by itself (trap D27). */
export function isPointedAsBefore(now: AliasState | undefined, before: AliasState): boolean {
  return now?.version === before.version && isSameWeights(now.weights, before.weights);
}

/** Whether an alias is what it was, at whatever revision. */
export function isSameAlias(now: AliasState, before: AliasState): boolean {
  return isAsWanted(now, before) && now.movingFrom === before.movingFrom;
}

export function isSameWeights(a: AliasState['weights'], b: AliasState['weights']): boolean {
  const versions = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...versions].every((version) => isSameWeight(a[version], b[version]));
}

/** Weights are decimals that may have been rounded on their way. */
export function isSameWeight(a: number | undefined, b: number | undefined): boolean {
  return Math.abs((a ?? 0) - (b ?? 0)) < 1e-6;
}

function toState(functionName: string, alias: AliasConfiguration): AliasState {
  const { Name, FunctionVersion, RevisionId } = alias;
  if (Name === undefined || FunctionVersion === undefined || RevisionId === undefined) {
    throw new Error(
      `Lambda answered an alias of ${functionName} without name, version or revision`,
    );
  }
  const weights = alias.RoutingConfig?.AdditionalVersionWeights ?? {};
  // No rollout has this weight: it is how AWS shows a move of provisioned concurrency (trap D27).
  const [movingFrom] = Object.keys(weights).filter((version) => isSameWeight(weights[version], 1));
  return {
    functionName,
    name: Name,
    version: FunctionVersion,
    ...(movingFrom === undefined ? { weights } : { weights: {}, movingFrom }),
    description: alias.Description ?? '',
    revisionId: RevisionId,
  };
}
