import { isObject, type Properties } from './properties.ts';

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Who the provider is to the endpoint, by its configuration. */
export interface SignIn {
  /** Of the environment, unless the configuration has them. */
  readonly keys: Keys;
  readonly profile: string | undefined;
  /** Shared files of their own; undefined for the usual ones. */
  readonly configFile: string | undefined;
  readonly credentialsFile: string | undefined;
  /** Taken on one after the other. */
  readonly roles: readonly AssumedRole[];
}

interface AssumedRole {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly externalId: string | undefined;
  readonly sourceIdentity: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly transitiveTagKeys: readonly string[];
}

/** `assumeRoles`, as the official provider has it since version 7; its sessions last as long as they do by default. */
export function readRoles(value: unknown): AssumedRole[] {
  const roles: unknown[] = Array.isArray(value) ? value : [];
  return roles.filter(isObject).map((role) => ({
    roleArn: textOf(role, 'roleArn') ?? '',
    sessionName: textOf(role, 'sessionName') ?? 'pulumi',
    externalId: textOf(role, 'externalId'),
    sourceIdentity: textOf(role, 'sourceIdentity'),
    tags: Object.fromEntries(
      Object.entries(isObject(role.tags) ? role.tags : {}).map(([key, tag]) => [key, String(tag)]),
    ),
    transitiveTagKeys: Array.isArray(role.transitiveTagKeys)
      ? role.transitiveTagKeys.map(String)
      : [],
  }));
}

function textOf(role: Properties, name: string): string | undefined {
  const value = role[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** What clients sign with: keys, or what a profile and roles give, asked for when first needed. */
export function credentialsOf(
  { keys, profile, configFile, credentialsFile, roles }: SignIn,
  clientConfig: { readonly region: string; readonly endpoint: string },
): Keys | (() => Promise<Keys>) {
  if (profile === undefined && roles.length === 0) {
    return keys;
  }
  return async () => {
    const { fromIni, fromTemporaryCredentials } = await import('@aws-sdk/credential-providers');
    const files = {
      ...(configFile !== undefined && { configFilepath: configFile }),
      ...(credentialsFile !== undefined && { filepath: credentialsFile }),
    };
    let credentials: Keys =
      profile === undefined ? keys : await fromIni({ profile, ...files, clientConfig })();
    for (const { roleArn, sessionName, externalId, sourceIdentity, tags, ...role } of roles) {
      const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
      credentials = await fromTemporaryCredentials({
        masterCredentials: credentials,
        clientConfig,
        params: {
          RoleArn: roleArn,
          RoleSessionName: sessionName,
          ExternalId: externalId,
          SourceIdentity: sourceIdentity,
          ...(Tags.length > 0 && { Tags, TransitiveTagKeys: [...role.transitiveTagKeys] }),
        },
      })();
    }
    return credentials;
  };
}
