import { z } from 'zod';
import { apiSettings } from './api-settings.ts';
import { ciSettings } from './ci-settings.ts';
import { domainProblems, domainSettings } from './domain-settings.ts';
import { flag } from './flag.ts';
import { functionSettings } from './function-settings.ts';
import { findBoundToRegion } from './bound-to-region.ts';
import { regionProblems, regionsOf, regionsSetting, wavesSetting } from './regions.ts';
import { routingProblems } from './routing-settings.ts';
import { describeUnknownKey, section } from './section.ts';
import { targetsSettings } from './targets-settings.ts';

/** What the program reads. */
export const stackSettings = section({
  function: functionSettings.describe('The Lambda function.'),
  targets: targetsSettings,
  regions: regionsSetting,
  waves: wavesSetting,
  manageApiGatewayAccount: flag
    .describe(
      'Sets the CloudWatch role of API Gateway for this account and region where none is set.',
    )
    .prefault(false),
  api: apiSettings.describe('The API.').prefault({}),
  domain: domainSettings.optional().describe('Names of its own by which the API is called.'),
  ci: ciSettings.describe('What releases the stack besides people.').prefault({}),
  endpoint: z
    .url({ protocol: /^https?$/, error: 'must be a URL, such as http://localhost:4566' })
    .describe('Of another engine that answers as AWS does.')
    .optional(),
  urlForm: z
    .string()
    .regex(/^(?=.*\{api\})(?=.*\{stage\})/, 'must hold {api} and {stage}')
    .describe('The address of an API stage there.')
    .default('{endpoint}/_aws/execute-api/{api}/{stage}'),
});

export type StackSettings = z.infer<typeof stackSettings>;
export type FunctionSettings = StackSettings['function'];

/** Keys of the stack's configuration that the program reads, without the project's prefix. */
export const settingKeys = [
  'function',
  'targets',
  'regions',
  'waves',
  'manageApiGatewayAccount',
  'api',
  'domain',
  'ci',
  'endpoint',
  'urlForm',
] as const;

/** All keys, with those that only the runner reads. */
const knownKeys = [...settingKeys, 'release', 'notify', 'local'];

/**
 * A mistyped key would be ignored in silence, with the protection that it was to switch on.
 *
 * @param keys of a stack's configuration, with their namespaces: `gated-lambda-release:targets`.
 * @param project the namespace of this project's keys.
 * @returns a problem for each key of the project, or of the embedded AWS, that there is not.
 */
export function findUnknownKeys(keys: readonly string[], project: string): string[] {
  const namespaces = { local: ['strict'], [project]: knownKeys };
  return Object.entries(namespaces).flatMap(([namespace, known]) =>
    keys
      .filter((key) => key.startsWith(`${namespace}:`))
      .map((key) => key.slice(namespace.length + 1))
      .filter((key) => !known.includes(key))
      .map((key) => `${key}: ${describeUnknownKey(key, known, `of ${namespace}`)}`),
  );
}

/** The configuration of a stack is wrong; the message lists every problem with its dotted path. */
export class SettingsError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(['The configuration of this stack is wrong:', ...problems].join('\n  '));
    this.name = 'SettingsError';
    this.problems = problems;
  }
}

/**
 * Validates what a stack's configuration holds under `settingKeys` and fills in the defaults.
 *
 * @param raw the values by key; a key that is not configured is left out.
 * @throws {SettingsError} with all problems together.
 */
export function parseSettings(raw: Readonly<Record<string, unknown>>): StackSettings {
  const result = stackSettings.safeParse(raw);
  if (!result.success) {
    throw new SettingsError(result.error.issues.map(describeIssue));
  }
  const problems = domainProblems(result.data);
  if (problems.length > 0) {
    throw new SettingsError(problems);
  }
  return result.data;
}

/**
 * What is wrong with settings once the region of the stack is known.
 *
 * @param home the region of `aws:region`.
 */
export function findRegionProblems(settings: StackSettings, home: string): string[] {
  const { domain } = settings;
  const regions = regionsOf(settings, home);
  return [
    ...regionProblems(settings, home),
    ...findBoundToRegion(settings.function, regions),
    ...(domain === undefined
      ? []
      : routingProblems(domain, regions, { isOne: settings.regions.length === 0 })),
  ];
}

/** `targets[1].alias: must be …` */
export function describeIssue(issue: z.core.$ZodIssue): string {
  const dotted = issue.path
    .map((key) => (typeof key === 'number' ? `[${String(key)}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
  // Zod says of a key only that it is wrong; why, it knows.
  const [why] = issue.code === 'invalid_key' ? issue.issues : [];
  const message = why?.message ?? issue.message;
  return dotted === '' ? message : `${dotted}: ${message}`;
}
