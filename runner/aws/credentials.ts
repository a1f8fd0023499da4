import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { Credentials } from '../../stack/sign-in/resolve-credentials.ts';
import { EnvironmentError } from '../errors.ts';
import { advise, npmRun } from '../report/next.ts';

/**
 * Gives the credentials of all clients of a process. It is asked before each call, and resolves them
 * anew before they end.
 */
export interface CredentialsSource {
  (): Promise<Credentials>;
  /** The SDK asks this function each time, and keeps nothing itself. */
  readonly memoized: true;
  /** Resolves them anew the next time, since AWS refused them: a person may have signed in again. */
  forget(): void;
}

/** Before their end, as the SDK does. */
const renewMs = 5 * 60_000;

/**
 * Shares what resolves credentials, so that a process asks once: a token file of CI, a signed-in SSO
 * session or a credential process is read again whenever credentials are about to end.
 */
export function shareCredentials(resolve: () => Promise<Credentials>): CredentialsSource {
  let known: Credentials | undefined;
  let resolving: Promise<Credentials> | undefined;
  const renew = () =>
    (resolving ??= resolve()
      .then((credentials) => (known = credentials))
      .finally(() => {
        resolving = undefined;
      }));
  const source = async () => {
    if (known !== undefined && msLeft(known) > renewMs) {
      return known;
    }
    const before = known;
    return renew().catch((error: unknown) => {
      // What cannot be renewed yet is good until it ends.
      if (before === undefined || msLeft(before) <= 0) {
        throw error;
      }
      return before;
    });
  };
  return Object.assign(source, {
    memoized: true as const,
    forget() {
      known = undefined;
    },
  });
}

function msLeft({ expiration }: Credentials): number {
  return expiration === undefined ? Infinity : expiration.getTime() - Date.now();
}

/**
 * Holds the time that something takes against the credentials it is done with.
 *
 * @throws {EnvironmentError} when they end before, and nothing renews them.
 */
export async function verifyCredentialsLast(
  { config }: Pick<LambdaClient, 'config'>,
  seconds: number,
): Promise<void> {
  const end = findEnd(await config.credentials());
  if (seconds > 0 && end !== undefined && Date.now() + seconds * 1000 > end.getTime()) {
    const time = end.toISOString().replace(/^.*T(.*)\.\d+Z$/, '$1 UTC');
    throw new EnvironmentError(
      `The rollout takes ${minutes(seconds)} min at least, but the credentials in the environment end at ${time}, and nothing renews them`,
      advise(
        npmRun('release'),
        'sign in for longer, or with a profile that renews itself (AWS_PROFILE=… instead of AWS_ACCESS_KEY_ID=…), then',
      ),
      { resource: 'credentials' },
    );
  }
}

function minutes(seconds: number): string {
  return String(Math.ceil(seconds / 60));
}

/**
 * When credentials end that nothing renews: those of a session that stand in the environment, with the
 * time of their end as `aws configure export-credentials --format env` writes it.
 *
 * @returns undefined for all others, and where it is not known.
 */
export function findEnd(
  { accessKeyId, expiration }: Credentials,
  environment: NodeJS.ProcessEnv = process.env,
): Date | undefined {
  return accessKeyId === environment.AWS_ACCESS_KEY_ID ? expiration : undefined;
}
