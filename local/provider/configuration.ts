import type { ProviderConfig } from './aws-region.ts';
import { readRoles } from './credentials.ts';
import { isObject, unknownValue, type Properties } from './properties.ts';

/**
 * What the provider works with, from its Pulumi configuration and the environment.
 *
 * @param args The inputs of the provider resource; nested values can be JSON text.
 * @param endpoint As of `parseEndpoint`.
 * @returns An empty `region` when there is none: only what needs one fails.
 */
export function readConfiguration(
  args: Properties,
  environment: Readonly<Record<string, string | undefined>>,
  endpoint: string,
): ProviderConfig {
  const text = (name: string, ...variables: readonly string[]): string | undefined => {
    const given = args[name];
    if (typeof given === 'string' && given !== '' && given !== unknownValue) {
      return given;
    }
    return variables.map((variable) => environment[variable]).find((value) => value);
  };
  const token = text('token', 'AWS_SESSION_TOKEN');
  return {
    endpoint,
    region: text('region', 'AWS_REGION', 'AWS_DEFAULT_REGION') ?? '',
    // Without any the endpoint answers that it does not know the caller.
    signIn: {
      keys: {
        accessKeyId: text('accessKey', 'AWS_ACCESS_KEY_ID') ?? '000000000000',
        secretAccessKey: text('secretKey', 'AWS_SECRET_ACCESS_KEY') ?? 'local',
        ...(token !== undefined && { sessionToken: token }),
      },
      profile: text('profile'),
      configFile: fileOf(args.sharedConfigFiles),
      credentialsFile: fileOf(args.sharedCredentialsFiles),
      roles: readRoles(parsed(args.assumeRoles)),
    },
    defaultTags: defaultTags(args.defaultTags),
    allowedAccountIds: accountIds(args.allowedAccountIds),
  };
}

function defaultTags(value: unknown): Record<string, string> {
  const given = parsed(value);
  const tags = isObject(given) && isObject(given.tags) ? given.tags : {};
  return Object.fromEntries(Object.entries(tags).map(([name, tag]) => [name, String(tag)]));
}

function accountIds(value: unknown): string[] {
  const given = parsed(value);
  return Array.isArray(given) ? given.map(String) : [];
}

function fileOf(value: unknown): string | undefined {
  const given = parsed(value);
  return Array.isArray(given) && typeof given[0] === 'string' ? given[0] : undefined;
}

function parsed(value: unknown): unknown {
  return typeof value === 'string' && value !== '' ? parseJson(value) : value;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
