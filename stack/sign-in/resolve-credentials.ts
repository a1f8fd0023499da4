import { readFile } from 'node:fs/promises';
import {
  fromEnv,
  fromNodeProviderChain,
  fromTemporaryCredentials,
  fromTokenFile,
  fromWebToken,
} from '@aws-sdk/credential-providers';
import { byProxy } from './by-proxy.ts';
import type { AssumedRole, SignIn, WebIdentity } from './aws-settings.ts';
import { decideSource, type Base } from './decide-source.ts';
import { sharedFilesOf, verifyProfile } from './shared-files.ts';
import { SignInError } from './sign-in-error.ts';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** Undefined for those that do not end, or do not tell when. */
  readonly expiration?: Date;
}

/** Where a stack's calls go, and who makes them. */
export interface AwsPlace {
  readonly region: string;
  /** Of another engine than AWS. */
  readonly endpoint?: string | undefined;
  readonly signIn: SignIn;
}

/** What every STS client is made with. */
type ClientConfig = Readonly<{
  region: string;
  endpoint?: string;
  requestHandler?: ReturnType<typeof byProxy>;
}>;

/** What an SDK client is made with. */
export interface ClientOptions extends ClientConfig {
  readonly credentials?: () => Promise<Credentials>;
}

/** For clients that live as long as one operation; those of a release share and renew credentials. */
export function clientOptionsOf(place: AwsPlace): ClientOptions {
  return { ...clientConfigOf(place), credentials: () => resolveCredentials(place) };
}

function clientConfigOf({ region, endpoint }: AwsPlace): ClientConfig {
  return { region, requestHandler: byProxy(), ...(endpoint !== undefined && { endpoint }) };
}

/**
 * Signs in as the settings of a stack and the environment say, from the beginning each time: token files, shared
 * files and SSO sessions are read anew, and roles taken on anew.
 *
 * @throws {SignInError} when a profile is missing or gives nothing, or a role cannot be assumed.
 */
export async function resolveCredentials(place: AwsPlace): Promise<Credentials> {
  const { signIn } = place;
  const { base, roles, profile } = decideSource(signIn, process.env);
  if (profile !== undefined) {
    await verifyProfile(profile, signIn);
  }
  const clientConfig = clientConfigOf(place);
  const first = await resolveBase(base, signIn, clientConfig).catch((error: unknown) => {
    throw explainBase(error, base);
  });
  let credentials = first;
  for (const [index, role] of roles.entries()) {
    credentials = await assume(role, credentials, clientConfig).catch((error: unknown) => {
      throw explainRole(error, role.roleArn, `aws:assumeRoles[${String(index)}]`);
    });
  }
  return credentials;
}

function resolveBase(base: Base, signIn: SignIn, clientConfig: ClientConfig): Promise<Credentials> {
  switch (base.kind) {
    case 'web identity':
      return resolveWebIdentity(base.webIdentity, clientConfig);
    case 'keys':
      return fromEnv()();
    case 'token file':
      return fromTokenFile({ clientConfig })();
    case 'profile':
      return fromShared(signIn, clientConfig, base.profile.name);
    case 'default':
      return fromShared(signIn, clientConfig);
  }
}

/** By a profile, else by the role of the container or the machine. */
function fromShared(
  signIn: SignIn,
  clientConfig: ClientConfig,
  profile?: string,
): Promise<Credentials> {
  return fromNodeProviderChain({
    ...sharedFilesOf(signIn),
    ...(profile !== undefined && { profile }),
    clientConfig,
  })();
}

async function resolveWebIdentity(
  { roleArn, sessionName, durationSeconds, policy, policyArns, token, tokenFile }: WebIdentity,
  clientConfig: ClientConfig,
): Promise<Credentials> {
  const webIdentityToken = token ?? (await readToken(tokenFile ?? ''));
  return fromWebToken({
    roleArn,
    webIdentityToken,
    ...(sessionName !== undefined && { roleSessionName: sessionName }),
    ...(durationSeconds !== undefined && { durationSeconds }),
    ...(policy !== undefined && { policy }),
    ...(policyArns !== undefined && { policyArns: policyArns.map((arn) => ({ arn })) }),
    clientConfig,
  })();
}

async function readToken(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    throw new SignInError(
      `The token of aws:assumeRoleWithWebIdentity cannot be read from ${file}`,
      'run it where that file is, or name another in aws:assumeRoleWithWebIdentity',
      { cause: error },
    );
  }
}

function assume(
  role: AssumedRole,
  masterCredentials: Credentials,
  clientConfig: ClientConfig,
): Promise<Credentials> {
  const { sessionName, policyArns, tags, transitiveTagKeys } = role;
  return fromTemporaryCredentials({
    masterCredentials,
    clientConfig,
    params: {
      RoleArn: role.roleArn,
      ...(sessionName !== undefined && { RoleSessionName: sessionName }),
      DurationSeconds: role.durationSeconds,
      ExternalId: role.externalId,
      Policy: role.policy,
      PolicyArns: policyArns?.map((arn) => ({ arn })),
      SourceIdentity: role.sourceIdentity,
      Tags: tags && Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      TransitiveTagKeys: transitiveTagKeys && [...transitiveTagKeys],
    },
  })();
}

function explainBase(error: unknown, base: Base): unknown {
  switch (base.kind) {
    case 'web identity':
      return explainRole(error, base.webIdentity.roleArn, 'aws:assumeRoleWithWebIdentity');
    case 'token file':
      return explainRole(error, process.env.AWS_ROLE_ARN ?? '', 'AWS_ROLE_ARN');
    case 'profile':
      return explainProfile(error, base.profile.name);
    case 'keys':
    case 'default':
      return error;
  }
}

function explainProfile(error: unknown, profile: string): unknown {
  if (isRefusal(error)) {
    return explainRole(error, `that profile ${profile} takes on`, 'role_arn in the shared files');
  }
  // Of an SSO session that ended, its text says so.
  const isNothing = error instanceof Error && givesNothing.includes(error.name);
  return isNothing
    ? new SignInError(
        `Profile ${profile} gives no credentials: ${error.message.replace(/\.$/, '')}`,
        `sign in (aws sso login --profile ${profile}), or mend the profile (aws configure --profile ${profile}), then run the command again`,
        { cause: error },
      )
    : error;
}

const givesNothing = ['CredentialsProviderError', 'TokenProviderError'];

/** @returns the error as it is when it is no answer of STS about the role: no network, or keys that ended. */
function explainRole(error: unknown, role: string, where: string): unknown {
  return isRefusal(error)
    ? new SignInError(
        `The role ${role} (${where}) cannot be assumed: ${error.message}`,
        `let its trust policy name who you are, and your own permissions have sts:AssumeRole on it (npm run policy prints that), or correct ${where}`,
        { cause: error },
      )
    : error;
}

/** Names under which STS refuses to give a role (https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html). */
const refusals = [
  'AccessDenied',
  'AccessDeniedException',
  'IDPCommunicationError',
  'IDPCommunicationErrorException',
  'IDPRejectedClaim',
  'IDPRejectedClaimException',
  'InvalidIdentityToken',
  'InvalidIdentityTokenException',
  'MalformedPolicyDocument',
  'MalformedPolicyDocumentException',
  'PackedPolicyTooLarge',
  'PackedPolicyTooLargeException',
  'RegionDisabledException',
  'ValidationError',
];

function isRefusal(error: unknown): error is Error {
  return error instanceof Error && refusals.includes(error.name);
}
