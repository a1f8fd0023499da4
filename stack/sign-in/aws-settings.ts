import { z } from 'zod';
import { describeIssue, SettingsError } from '../settings.ts';
import { countSlips } from '../nearest.ts';
import { section } from '../section.ts';

/** A secret of a stack's file stays unread: only Pulumi opens it, and releases read the file without it. */
const plainText = z.string({ error: 'must be text, and not encrypted' }).min(1);

const roleArn = plainText
  .regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/, 'must be the ARN of a role')
  .describe('The ARN of the role.');

const unitSeconds: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1 };

/** `1h30m` in seconds, as Go writes a duration. */
function secondsOf(duration: string): number {
  const parts = duration.matchAll(/(\d+(?:\.\d+)?)([hms])/g);
  return [...parts].reduce(
    (sum, [, count = '', unit = '']) => sum + Number(count) * (unitSeconds[unit] ?? 0),
    0,
  );
}

const duration = plainText
  .regex(/^(\d+(\.\d+)?[hms])+$/, 'must be a duration, such as 1h or 45m')
  .refine((text) => secondsOf(text) >= 900 && secondsOf(text) <= 43_200, 'must be from 15m to 12h')
  .describe('How long a session of the role lasts, from `15m` to `12h`; it is renewed before.');

const session = {
  roleArn,
  sessionName: plainText
    .regex(/^[\w+=,.@-]{2,64}$/, 'must be 2 to 64 letters, digits and _+=,.@-')
    .describe('The name of the session, which CloudTrail shows.')
    .optional(),
  duration: duration.optional(),
  policy: plainText.describe('A policy, as JSON, that takes permissions away.').optional(),
  policyArns: z
    .array(plainText)
    .describe('ARNs of managed policies that take permissions away.')
    .optional(),
};

const assumedRole = section({
  ...session,
  externalId: plainText.describe("What the role's trust policy asks for.").optional(),
  sourceIdentity: plainText.describe('Who is behind the session.').optional(),
  tags: z.record(z.string(), plainText).describe('Tags of the session.').optional(),
  transitiveTagKeys: z
    .array(plainText)
    .describe('Keys of the tags that the next role of the list gets as well.')
    .optional(),
});

const webIdentity = section({
  ...session,
  webIdentityTokenFile: plainText
    .describe('The file with the token, read anew each time.')
    .optional(),
  webIdentityToken: plainText.describe('The token itself.').optional(),
}).refine(
  ({ webIdentityToken, webIdentityTokenFile }) =>
    (webIdentityToken === undefined) !== (webIdentityTokenFile === undefined),
  'must have either webIdentityTokenFile or webIdentityToken',
);

/** The AWS SDK for JavaScript reads one; and what is relative, Pulumi's provider reads from another folder. */
const sharedFile = z
  .array(plainText.regex(/^(~?\/|[A-Za-z]:)/, 'must be a whole path, or begin with ~/'))
  .max(1, 'must be one file')
  .default([]);

const accountIds = z
  .array(z.string().regex(/^\d{12}$/, 'must be twelve digits, in quotes'))
  .default([]);

/**
 * Where a stack is on AWS and who releases it there: the configuration of Pulumi's AWS provider, version 7, which
 * the runner follows (https://www.pulumi.com/registry/packages/aws/installation-configuration/).
 */
export const awsSettings = z.object({
  'aws:region': plainText
    .describe(
      'The region of the stack; left out, `AWS_REGION`, `AWS_DEFAULT_REGION`, or the one of the profile.',
    )
    .optional(),
  'aws:profile': plainText
    .describe('The profile of the shared files that signs in, whatever the environment has.')
    .optional(),
  'aws:assumeRoles': z
    .array(assumedRole)
    .describe('Roles that are taken on, each with the credentials of the one before.')
    .default([]),
  'aws:assumeRoleWithWebIdentity': webIdentity
    .describe('A role that is taken on with a token, instead of other credentials.')
    .optional(),
  'aws:sharedConfigFiles': sharedFile.describe(
    'The shared config file; left out, `AWS_CONFIG_FILE` or `~/.aws/config`.',
  ),
  'aws:sharedCredentialsFiles': sharedFile.describe(
    'The shared credentials file; left out, `AWS_SHARED_CREDENTIALS_FILE` or `~/.aws/credentials`.',
  ),
  'aws:allowedAccountIds': accountIds.describe(
    'Accounts, of twelve digits, in which the stack may be; empty for any.',
  ),
  'aws:forbiddenAccountIds': accountIds.describe('Accounts in which it may not be.'),
});

type Values = z.infer<typeof awsSettings>;

/** A role to take on. */
export interface Role {
  readonly roleArn: string;
  readonly sessionName?: string | undefined;
  readonly durationSeconds?: number | undefined;
  readonly policy?: string | undefined;
  readonly policyArns?: readonly string[] | undefined;
}

/** A role that the credentials before it take on. */
export interface AssumedRole extends Role {
  readonly externalId?: string | undefined;
  readonly sourceIdentity?: string | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  readonly transitiveTagKeys?: readonly string[] | undefined;
}

/** A role that a token is for. */
export interface WebIdentity extends Role {
  readonly token?: string | undefined;
  readonly tokenFile?: string | undefined;
}

/** What a stack's settings say about who signs in; nothing where the environment decides. */
export interface SignIn {
  readonly profile?: string | undefined;
  readonly roles: readonly AssumedRole[];
  readonly webIdentity?: WebIdentity | undefined;
  /** Whole paths, `~/` at their beginning allowed; undefined for the usual ones. */
  readonly configFile?: string | undefined;
  readonly credentialsFile?: string | undefined;
}

export const nobodySignsIn: SignIn = { roles: [] };

/** The settings by what they are for. */
export function signInOf(values: Values): SignIn {
  const web = values['aws:assumeRoleWithWebIdentity'];
  return {
    profile: values['aws:profile'],
    roles: values['aws:assumeRoles'].map(withSeconds),
    webIdentity: web && {
      ...withSeconds(web),
      token: web.webIdentityToken,
      tokenFile: web.webIdentityTokenFile,
    },
    configFile: values['aws:sharedConfigFiles'][0],
    credentialsFile: values['aws:sharedCredentialsFiles'][0],
  };
}

function withSeconds<R extends { readonly duration?: string | undefined }>({
  duration: text,
  ...role
}: R) {
  return { ...role, durationSeconds: text === undefined ? undefined : secondsOf(text) };
}

const keysOfPeople =
  'does not belong into a stack’s file, and releases read no secrets there: sign in by aws:profile, aws:assumeRoles or the environment';

/** Keys of Pulumi's AWS provider that would lead it elsewhere than the runner, or that its version 7 refuses. */
const refusedKeys: Readonly<Record<string, string>> = {
  'aws:assumeRole':
    'is called aws:assumeRoles since version 7 of the AWS provider, and a list of roles',
  'aws:accessKey': keysOfPeople,
  'aws:secretKey': keysOfPeople,
  'aws:token': keysOfPeople,
};

/**
 * @param values of a stack's file or configuration, by their whole keys.
 * @param project the namespace of this project's keys.
 * @returns a problem for each key that cannot be there.
 */
export function findRefusedKeys(
  values: Readonly<Record<string, unknown>>,
  project: string,
): string[] {
  const refusals: Record<string, string> = {
    ...refusedKeys,
    'aws:endpoints': `does not lead the runner: say ${project}:endpoint`,
  };
  return Object.keys(values).flatMap((key) => {
    const refusal = refusals[key] ?? describeMisspelt(key);
    return refusal === undefined ? [] : [`${key}: ${refusal}`];
  });
}

/**
 * The provider has more keys than the runner reads, and ignores those that it does not know; none of its own is a slip
 * away from one that is read here.
 */
function describeMisspelt(key: string): string | undefined {
  const known = Object.keys(awsSettings.shape);
  const meant = known.find((name) => countSlips(key.toLowerCase(), name.toLowerCase()) <= 1);
  return !key.startsWith('aws:') || meant === undefined || meant === key
    ? undefined
    : `is no setting of aws; do you mean ${meant}?`;
}

/**
 * Lists and maps as they are: Pulumi hands them out, and `pulumi config set` without `--path` writes them, as JSON
 * text (https://www.pulumi.com/docs/iac/concepts/config/#structured-configuration).
 */
export function readAwsValues(
  values: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const own = Object.entries(values).filter(([key]) => key in awsSettings.shape);
  return Object.fromEntries(own.map(([key, value]) => [key, parseJson(value)]));
}

/** Where nothing else names one either. */
export const missingRegion =
  'aws:region: must be set, such as eu-west-1, where neither AWS_REGION nor the profile that signs in has one';

/**
 * What a stack's configuration says about AWS, before or without the rest of it.
 *
 * @param values by their whole keys; those of others are left out.
 * @throws {SettingsError} with all problems together.
 */
export function parseAwsSettings(values: Readonly<Record<string, unknown>>): {
  readonly region?: string | undefined;
  readonly signIn: SignIn;
} {
  const { success, data, error } = awsSettings.safeParse(readAwsValues(values));
  if (!success) {
    throw new SettingsError(error.issues.map(describeIssue));
  }
  return { region: data['aws:region'], signIn: signInOf(data) };
}

function parseJson(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) {
    return value;
  }
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
