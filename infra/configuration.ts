import * as pulumi from '@pulumi/pulumi';
import { decryptedHeaders } from '../stack/request-headers.ts';
import {
  describeIssue,
  findRegionProblems,
  findUnknownKeys,
  parseSettings,
  settingKeys,
  SettingsError,
  type StackSettings,
} from '../stack/settings.ts';
import { findRefusedKeys, missingRegion, parseAwsSettings } from '../stack/sign-in/aws-settings.ts';
import type { AwsPlace } from '../stack/sign-in/resolve-credentials.ts';
import { findRegion } from '../stack/sign-in/shared-files.ts';

/** What the stack's configuration says, as the Pulumi engine gives it to the program. */
export interface Configuration {
  readonly settings: StackSettings;
  /** Of the home region. */
  readonly place: AwsPlace;
}

/**
 * Secrets are decrypted here, so what may be one is given to resources as `pulumi.secret` only.
 *
 * @throws {SettingsError} with all that is wrong.
 */
export async function readConfiguration(): Promise<Configuration> {
  const settings = readSettings();
  const place = await readPlace(settings);
  const problems = findRegionProblems(settings, place.region);
  if (problems.length > 0) {
    throw new SettingsError(problems);
  }
  return { settings, place };
}

/**
 * What the gates send, for `own.ts`, which makes the key that is in it.
 *
 * @throws {SettingsError} when the stack's file says it wrongly.
 */
export function readHeaders(): Record<string, pulumi.Output<string>> {
  const config = pulumi.runtime.allConfig()[`${pulumi.getProject()}:release`];
  const { success, data, error } = decryptedHeaders.safeParse(parseValue(config ?? '{}'));
  if (!success) {
    throw new SettingsError(error.issues.map((issue) => `release.${describeIssue(issue)}`));
  }
  return Object.fromEntries(
    Object.entries(data.headers).map(([header, value]) => [
      header.toLowerCase(),
      pulumi.secret(value),
    ]),
  );
}

function readSettings(): StackSettings {
  const project = pulumi.getProject();
  const config = pulumi.runtime.allConfig();
  const unknown = [
    ...findUnknownKeys(Object.keys(config), project),
    ...findRefusedKeys(config, project),
  ];
  if (unknown.length > 0) {
    throw new SettingsError(unknown);
  }
  const configured = settingKeys
    .map((key) => [key, config[`${project}:${key}`]] as const)
    .flatMap(([key, text]) => (text === undefined ? [] : [[key, parseValue(text)] as const]));
  return parseSettings(Object.fromEntries(configured));
}

/** As the provider finds it. */
async function readPlace({ endpoint }: StackSettings): Promise<AwsPlace> {
  const { region: configured, signIn } = parseAwsSettings(pulumi.runtime.allConfig());
  const region = await findRegion(configured, signIn, process.env);
  if (region === undefined) {
    throw new SettingsError([missingRegion]);
  }
  return { region, signIn, endpoint };
}

/** Pulumi hands out objects as JSON, and anything else as it is written. */
function parseValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
