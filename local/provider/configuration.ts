import type { ProviderConfig } from './aws-region.ts';
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
  return {
    endpoint,
    region: text('region', 'AWS_REGION', 'AWS_DEFAULT_REGION') ?? '',
    // Without any the endpoint answers that it does not know the caller.
    accessKeyId: text('accessKey', 'AWS_ACCESS_KEY_ID') ?? '000000000000',
    secretAccessKey: text('secretKey', 'AWS_SECRET_ACCESS_KEY') ?? 'local',
    defaultTags: defaultTags(args.defaultTags),
    allowedAccountIds: accountIds(args.allowedAccountIds),
  };
}

function defaultTags(value: unknown): Record<string, string> {
  const given: unknown = typeof value === 'string' && value !== '' ? parseJson(value) : value;
  const tags = isObject(given) && isObject(given.tags) ? given.tags : {};
  return Object.fromEntries(Object.entries(tags).map(([name, tag]) => [name, String(tag)]));
}

function accountIds(value: unknown): string[] {
  const given: unknown = typeof value === 'string' && value !== '' ? parseJson(value) : value;
  return Array.isArray(given) ? given.map(String) : [];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
