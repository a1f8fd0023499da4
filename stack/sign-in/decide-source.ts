import type { AssumedRole, SignIn, WebIdentity } from './aws-settings.ts';

type Environment = Readonly<NodeJS.ProcessEnv>;

/** A profile of the shared files, and who named it. */
export interface NamedProfile {
  readonly name: string;
  /** `aws:profile`, or a variable of the environment. */
  readonly from: string;
}

/** What the first credentials come from. */
export type Base =
  | { readonly kind: 'web identity'; readonly webIdentity: WebIdentity }
  /** Of the stack's settings, or of the environment where that has no keys and no token. */
  | { readonly kind: 'profile'; readonly profile: NamedProfile }
  /** `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`. */
  | { readonly kind: 'keys' }
  /** `AWS_WEB_IDENTITY_TOKEN_FILE`, as CI has it. */
  | { readonly kind: 'token file' }
  /** The profile `default`, else the container's or the machine's role. */
  | { readonly kind: 'default' };

/** How a stack's credentials come about. */
export interface Source {
  readonly base: Base;
  /** Taken on one after the other. */
  readonly roles: readonly AssumedRole[];
  /** That has to exist, also where keys of the environment go before it. */
  readonly profile: NamedProfile | undefined;
}

const has = (environment: Environment, name: string) => (environment[name] ?? '') !== '';

/** @returns undefined where nobody names one. */
export function findProfile(
  { profile }: Pick<SignIn, 'profile'>,
  environment: Environment,
): NamedProfile | undefined {
  if (profile !== undefined) {
    return { name: profile, from: 'aws:profile' };
  }
  return ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE']
    .filter((variable) => has(environment, variable))
    .map((from) => ({ name: environment[from] ?? '', from }))[0];
}

/**
 * Decides as Pulumi's AWS provider does, which goes by the AWS SDK for Go: there keys in the environment go before
 * `AWS_PROFILE`, which the SDK for JavaScript has the other way round; only the profile of the settings goes before
 * both (https://docs.aws.amazon.com/sdk-for-go/v2/developer-guide/configure-gosdk.html, and `getCredentialsProvider`
 * of github.com/hashicorp/aws-sdk-go-base).
 */
export function decideSource(signIn: SignIn, environment: Environment): Source {
  const profile = findProfile(signIn, environment);
  return { base: decideBase(signIn, environment, profile), roles: signIn.roles, profile };
}

function decideBase(
  { profile: configured, webIdentity }: SignIn,
  environment: Environment,
  profile: NamedProfile | undefined,
): Base {
  if (webIdentity !== undefined) {
    return { kind: 'web identity', webIdentity };
  }
  if (configured === undefined) {
    if (has(environment, 'AWS_ACCESS_KEY_ID') && has(environment, 'AWS_SECRET_ACCESS_KEY')) {
      return { kind: 'keys' };
    }
    if (has(environment, 'AWS_WEB_IDENTITY_TOKEN_FILE')) {
      return { kind: 'token file' };
    }
  }
  return profile === undefined ? { kind: 'default' } : { kind: 'profile', profile };
}

/**
 * @param ofProfile the region of the profile that signs in.
 * @returns undefined where nothing names one.
 */
export function decideRegion(
  configured: string | undefined,
  environment: Environment,
  ofProfile: string | undefined,
): string | undefined {
  return [configured, environment.AWS_REGION, environment.AWS_DEFAULT_REGION, ofProfile].find(
    (region) => (region ?? '') !== '',
  );
}
