import { SignInError } from '../../stack/sign-in/sign-in-error.ts';
import { ConflictError, EnvironmentError } from '../errors.ts';
import { advise, npmRun, type Next } from '../report/next.ts';

/** True for an error that AWS answered under this name. */
export function isAwsError(error: unknown, ...names: readonly string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}

/** @returns undefined when there is no such thing, by the names that Lambda and API Gateway have for that. */
export async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  return answer.catch((error: unknown) => {
    if (isAwsError(error, 'ResourceNotFoundException', 'NotFoundException')) {
      return undefined;
    }
    throw error;
  });
}

/** A precondition of a write (`RevisionId`, `CodeSha256`) did not hold any more. */
export function isPreconditionFailure(error: unknown): boolean {
  return isAwsError(error, 'PreconditionFailedException');
}

/**
 * Whether a write that ended with this error may have been made all the same: AWS gave no answer, or failed itself,
 * or refused an attempt after one of which that is not known.
 */
export function mayHaveTakenEffect(error: unknown): boolean {
  const { httpStatusCode = 500, attempts = 1 } = hasMetadata(error) ? error.$metadata : {};
  return httpStatusCode >= 500 || attempts > 1;
}

interface WithMetadata {
  readonly $metadata: { readonly httpStatusCode?: number; readonly attempts?: number };
}

function hasMetadata(error: unknown): error is Error & WithMetadata {
  return error instanceof Error && '$metadata' in error;
}

const networkCodes = [
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
];

/** What a service answers to credentials that ended, or that it never knew. */
const refusedCredentials = [
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
];

/** What the SDK throws when it finds no credentials, or cannot renew them. */
const missingCredentials = ['CredentialsProviderError', 'TokenProviderError'];

/** Whether AWS refused the credentials of a call: others may be there by now. */
export function isCredentialsRefusal(error: unknown): boolean {
  return isAwsError(error, ...refusedCredentials);
}

/** Whether a call did not come through as somebody has to sign in first. */
export function isWithoutCredentials(error: unknown): boolean {
  return (
    isCredentialsRefusal(error) ||
    isAwsError(error, ...missingCredentials) ||
    error instanceof SignInError
  );
}

/**
 * Whether a call did not come through: no network, or no credentials. Both may be back after a while,
 * and neither says anything about what the call was about.
 */
export function isOutOfReach(error: unknown): boolean {
  return isNetworkError(error) || isWithoutCredentials(error);
}

/** What services answer to too many calls. */
const throttlings = ['ThrottlingException', 'Throttling', 'TooManyRequestsException'];

/**
 * Whether an error says nothing about what a call was about: it did not come through, or AWS failed itself, or
 * throttled. The same call may be answered after a while.
 */
export function isPassing(error: unknown): boolean {
  const isFailureOfAws = hasMetadata(error) && (error.$metadata.httpStatusCode ?? 0) >= 500;
  return isOutOfReach(error) || isFailureOfAws || isAwsError(error, ...throttlings);
}

/** What to do before trying again what did not come through. */
export function adviceOutOfReach(error: unknown): string {
  return isNetworkError(error) ? 'check the network, then' : 'sign in again, then';
}

/**
 * The one place where errors of AWS and of the network become errors for people.
 *
 * @param error anything that was thrown; what is neither is given back as it is.
 * @param doing what was being done, to which resource: `moving alias PROD of greeting`.
 */
export function translateError(error: unknown, doing: string): unknown {
  if (!isForeign(error)) {
    return error;
  }
  const [message, next] = explain(error);
  const text = `${message} (while ${doing})`;
  return isPreconditionFailure(error)
    ? new ConflictError(text, next, { cause: error })
    : new EnvironmentError(text, next, { cause: error });
}

function isForeign(error: unknown): error is Error {
  return hasMetadata(error) || (error instanceof Error && isOutOfReach(error));
}

function explain(error: Error): readonly [message: string, next: Next] {
  if (error instanceof SignInError) {
    return [error.message, { text: error.advice }];
  }
  if (isAwsError(error, ...missingCredentials)) {
    return [
      'No AWS credentials were found',
      {
        text: 'sign in (aws sso login, aws configure, or AWS_PROFILE=…), then run the command again',
      },
    ];
  }
  if (isCredentialsRefusal(error)) {
    return [
      'AWS does not accept the credentials',
      { text: 'sign in again, then run the command again' },
    ];
  }
  switch (error.name) {
    case 'AccessDeniedException':
    case 'AccessDenied':
      return [
        `AWS refuses the call: ${error.message}`,
        advise(npmRun('policy'), 'give the deployer the permissions that this prints'),
      ];
    case 'PreconditionFailedException':
      return ['Somebody else changed it meanwhile', advise(npmRun('status'), 'look at')];
    default:
      return isNetworkError(error)
        ? ['AWS cannot be reached', { text: 'check the network, then run the command again' }]
        : [
            `AWS answered ${error.name}: ${error.message}`,
            { text: 'run the command again; it continues' },
          ];
  }
}

export function isNetworkError(error: unknown): boolean {
  if (!(error instanceof Error)) {
    return false;
  }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return networkCodes.includes(code) || error.name === 'TimeoutError';
}
