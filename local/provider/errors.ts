import type { Properties } from './properties.ts';

/** A failure to be shown to the person who runs Pulumi, as it is. */
export class ProviderError extends Error {
  override readonly name: string = 'ProviderError';
}

/** A resource was made, but not completed: state must keep it, so that the next run goes on with it. */
export class IncompleteResourceError extends ProviderError {
  override readonly name = 'IncompleteResourceError';
  readonly id: string;
  readonly properties: Properties;

  constructor(message: string, id: string, properties: Properties, cause: unknown) {
    super(message, { cause });
    this.id = id;
    this.properties = properties;
  }
}

/** Whether AWS answered with the error of this name: `ResourceNotFoundException`. */
export function isAwsError(error: unknown, ...names: readonly string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}

/** `undefined` in place of an answer that there is no such thing; other errors stay errors. */
export async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (
      isAwsError(
        error,
        'ResourceNotFoundException',
        'NotFoundException',
        'NoSuchEntityException',
        'NoSuchEntity',
        'ParameterNotFound',
        'NotFound',
        'NoSuchBucket',
        'NoSuchTagSet',
        'NoSuchHostedZone',
        'NoSuchHealthCheck',
      )
    ) {
      return undefined;
    }
    throw error;
  }
}

/**
 * One sentence for a failed call.
 *
 * @param doing What was tried, on what: `updating Lambda alias "fn:PROD"`.
 */
export function describeFailure(doing: string, endpoint: string, error: unknown): string {
  if (!(error instanceof Error)) {
    return `${doing}: ${String(error)}`;
  }
  if (error instanceof ProviderError) {
    return `${doing}: ${error.message}`;
  }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (code === 'ECONNREFUSED' || code === 'ECONNRESET') {
    return `${doing}: the embedded AWS at ${endpoint} does not answer (${code})`;
  }
  return `${doing}: ${error.name}: ${error.message}`;
}
