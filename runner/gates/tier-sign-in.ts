import { homedir } from 'node:os';
import { join } from 'node:path';
import { awsPlaceOf } from '../../stack/sign-in/aws-place.ts';
import type { SignIn } from '../../stack/sign-in/aws-settings.ts';
import { decideSource } from '../../stack/sign-in/decide-source.ts';
import { resolveCredentials, type Credentials } from '../../stack/sign-in/resolve-credentials.ts';
import type { Settings } from '../../stack/stack-file.ts';

/** Variables of the environment; undefined takes away what a process would inherit. */
type Variables = Readonly<Record<string, string | undefined>>;

const noProfile = { AWS_PROFILE: undefined, AWS_DEFAULT_PROFILE: undefined };
const noKeys = {
  AWS_ACCESS_KEY_ID: undefined,
  AWS_SECRET_ACCESS_KEY: undefined,
  AWS_SESSION_TOKEN: undefined,
  AWS_CREDENTIAL_EXPIRATION: undefined,
};
const noToken = { AWS_WEB_IDENTITY_TOKEN_FILE: undefined };

/**
 * The variables that make the AWS SDKs in a tier sign in as the runner does. A profile signs in there by itself, so
 * it is renewed; of a role that the settings name the tier gets a session, begun now: a tier that takes longer than
 * it needs a longer `duration` of the role.
 *
 * @throws {SignInError} when there is no session.
 */
export async function signInOfTier(
  settings: Pick<Settings, 'region' | 'signIn' | 'program'>,
): Promise<Variables> {
  const { signIn } = settings;
  const { base, roles } = decideSource(signIn, process.env);
  if (roles.length > 0 || base.kind === 'web identity') {
    return variablesOf(await resolveCredentials(awsPlaceOf(settings)));
  }
  switch (base.kind) {
    case 'keys':
    case 'token file':
      return noProfile;
    case 'profile':
      return { ...noKeys, ...noToken, ...filesOf(signIn), AWS_PROFILE: base.profile.name };
    case 'default':
      return filesOf(signIn);
  }
}

function variablesOf({
  accessKeyId,
  secretAccessKey,
  sessionToken,
  expiration,
}: Credentials): Variables {
  return {
    ...noProfile,
    ...noToken,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
    AWS_CREDENTIAL_EXPIRATION: expiration?.toISOString(),
  };
}

function filesOf({ configFile, credentialsFile }: SignIn): Variables {
  return {
    ...(configFile !== undefined && { AWS_CONFIG_FILE: wholePath(configFile) }),
    ...(credentialsFile !== undefined && {
      AWS_SHARED_CREDENTIALS_FILE: wholePath(credentialsFile),
    }),
  };
}

/** Not every SDK knows `~` in these variables. */
function wholePath(path: string): string {
  return path.startsWith('~/') ? join(homedir(), path.slice(2)) : path;
}
