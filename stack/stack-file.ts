import { z } from 'zod';
import { hasStandbyStage } from './api-tier.ts';
import { judgeSettings, type RolloutSettings } from './rollout-settings.ts';
import {
  awsSettings,
  findRefusedKeys,
  missingRegion,
  readAwsValues,
  signInOf,
  type SignIn,
} from './sign-in/aws-settings.ts';
import { notifySettings, type WebhookSettings } from './notify-settings.ts';
import { project } from './project.ts';
import { regionsOf } from './regions.ts';
import { releaseSettings, type ReleaseSettings } from './release-settings.ts';
import {
  describeIssue,
  findRegionProblems,
  findUnknownKeys,
  parseSettings,
  settingKeys,
  SettingsError,
  type StackSettings,
} from './settings.ts';
import type { TargetSettings } from './targets-settings.ts';
import { flag } from './flag.ts';

/** All that `Pulumi.STACK.yaml` says. */
export interface Settings {
  /** As it was named: `dev`, or in full `ORG/PROJECT/dev`. */
  readonly stack: string;
  /** Where it is looked at: of its regions one, the home region unless said otherwise. */
  readonly region: string;
  /** Of `aws:region`. */
  readonly homeRegion: string;
  readonly signIn: SignIn;
  /** Twelve digits each; empty when any account will do. */
  readonly allowedAccountIds: readonly string[];
  readonly forbiddenAccountIds: readonly string[];
  readonly program: StackSettings;
  readonly release: ReleaseSettings;
  readonly notify: readonly WebhookSettings[];
}

/** Whether a stack's targets are told apart by their regions, too. */
export function isInSeveralRegions({ program, homeRegion }: Settings): boolean {
  return regionsOf(program, homeRegion).length > 1;
}

/** Settings of a stack as its clients need them in each of its regions, the home region first. */
export function settingsByRegion(settings: Settings): readonly Settings[] {
  const { program, homeRegion } = settings;
  return regionsOf(program, homeRegion).map((region) => ({ ...settings, region }));
}

/** @returns undefined for a target whose requests move at once. */
export function findRollout({ program }: Settings, target: string): RolloutSettings | undefined {
  return program.targets.find(({ name }) => name === target)?.rollout;
}

/** Seconds that a target is watched after all requests have shifted. */
export function findBake({ program }: Settings, target: string): number {
  return program.targets.find(({ name }) => name === target)?.bake ?? 0;
}

/** Environments that a target's alias is to keep ready; undefined where the settings leave that as it is. */
export function findConcurrency({ program }: Settings, target: string): number | undefined {
  return program.targets.find(({ name }) => name === target)?.provisionedConcurrency;
}

/** Whether a target's candidate is tested on an API stage of its own, before the target's callers meet it. */
export function isTestedBefore({ program: { targets } }: Settings, target: string): boolean {
  return hasStandbyStage(
    targets,
    targets.findIndex(({ name }) => name === target),
  );
}

/** How many requests a target takes. */
export function findThrottling(
  { program }: Settings,
  target: string,
): TargetSettings['throttling'] {
  const found = program.targets.find(({ name }) => name === target);
  if (found === undefined) {
    throw new Error(`There is no target ${target} in the settings`);
  }
  return found.throttling;
}

/** What a target is judged by: as its rollout says, or as one would by default. */
export function findJudge(settings: Settings, target: string): RolloutSettings['judge'] {
  return findRollout(settings, target)?.judge ?? judgeSettings.parse({});
}

/** Names of the targets that ask for approval. */
export function targetsWithApproval({ program }: Settings): ReadonlySet<string> {
  return new Set(program.targets.filter(({ approval }) => approval).map(({ name }) => name));
}

/** Whether a target comes behind another one, by their names; none does where that is undefined. */
export function isBehind(
  { program }: Settings,
  target: string,
  other: string | undefined,
): boolean {
  const names = program.targets.map(({ name }) => name);
  return other !== undefined && names.indexOf(target) > names.indexOf(other);
}

const stackFile = z.object({
  config: z.record(z.string(), z.unknown(), { error: 'must be a map of settings' }).default({}),
});

/** What the program does not read itself; Pulumi's own by its whole key. */
export const otherSettings = z.object({
  ...awsSettings.shape,
  local: flag
    .describe('The stack is on the embedded AWS, as the one named `local` is.')
    .prefault(false),
  'local:strict': flag
    .describe(
      'On the embedded AWS: refuses resources of `infra/own.ts` that it does not model, instead of keeping them as inert.',
    )
    .prefault(false),
  release: releaseSettings.describe('How the stack is released.').prefault({}),
  notify: notifySettings.default([]),
});

/**
 * Validates what a stack's file holds. Values that Pulumi encrypted, where they may be, stay unread: only
 * the program sees them.
 *
 * @param stack its name.
 * @param contents of the file, parsed.
 * @param regionElsewhere where the file names none.
 * @throws {SettingsError} with all problems together.
 */
export function parseStackFile(
  stack: string,
  contents: unknown,
  regionElsewhere?: string,
): Settings {
  const { success, data, error } = stackFile.safeParse(contents ?? {});
  if (!success) {
    throw new SettingsError(error.issues.map(describeIssue));
  }
  const values = data.config;
  const problems = [
    ...findUnknownKeys(Object.keys(values), project),
    ...findRefusedKeys(values, project),
  ];
  const attempt = <T>(parsePart: () => T): T | undefined => {
    try {
      return parsePart();
    } catch (error) {
      problems.push(...problemsOf(error));
      return undefined;
    }
  };
  const program = attempt(() => parseSettings(ownValues(values)));
  if (values['aws:region'] === undefined && regionElsewhere === undefined) {
    problems.push(missingRegion);
  }
  const others = attempt(() =>
    otherSettings.parse({
      ...readAwsValues(values),
      'local:strict': values['local:strict'],
      release: values[`${project}:release`],
      notify: values[`${project}:notify`],
      local: values[`${project}:local`],
    }),
  );
  const region = others?.['aws:region'] ?? regionElsewhere;
  if (program !== undefined && region !== undefined) {
    problems.push(...findRegionProblems(program, region));
  }
  if (
    program === undefined ||
    others === undefined ||
    region === undefined ||
    problems.length > 0
  ) {
    throw new SettingsError(problems);
  }
  return {
    stack,
    program,
    region,
    homeRegion: region,
    signIn: signInOf(others),
    allowedAccountIds: others['aws:allowedAccountIds'],
    forbiddenAccountIds: others['aws:forbiddenAccountIds'],
    release: others.release,
    notify: others.notify,
  };
}

function ownValues(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    settingKeys
      .map((key) => [key, values[`${project}:${key}`]] as const)
      .filter(([, value]) => value !== undefined),
  );
}

function problemsOf(error: unknown): readonly string[] {
  if (error instanceof SettingsError) {
    return error.problems;
  }
  if (error instanceof z.ZodError) {
    return error.issues.map(describeIssue);
  }
  throw error;
}
