import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import {
  parseSettings,
  settingKeys,
  SettingsError,
  type StackSettings,
} from '../../stack/settings.ts';
import { UsageError } from '../errors.ts';
import { root } from '../root.ts';

/** As in Pulumi.yaml; the prefix of this project's own keys. */
export const project = 'gated-lambda-release';

const releaseSettings = z.strictObject({
  /** A path of the API that answers a GET without parameters; it shows which version serves. */
  readinessPath: z.string().startsWith('/').default('/'),
  /** Seconds until the candidate must answer at a target's URL. */
  readinessTimeout: z.number().positive().default(60),
  /** Seconds that a tier may take. */
  tierTimeout: z.number().positive().default(300),
  /** The command of each tier, run in the project's folder without a shell. */
  tiers: z
    .strictObject({
      unit: z.string().min(1).default('ava tests/unit/**/*.test.ts'),
      lambda: z.string().min(1).default('ava tests/lambda/**/*.test.ts'),
      api: z.string().min(1).default('ava tests/api/**/*.test.ts'),
    })
    .prefault({}),
});

export type ReleaseSettings = z.infer<typeof releaseSettings>;
export type RolloutSettings = NonNullable<StackSettings['targets'][number]['rollout']>;
export type Tier = keyof ReleaseSettings['tiers'];

export interface Settings {
  readonly stack: string;
  readonly region: string;
  /** Twelve digits each; empty when any account will do. */
  readonly allowedAccountIds: readonly string[];
  readonly program: StackSettings;
  readonly release: ReleaseSettings;
}

/** @returns undefined for a target whose requests move at once. */
export function findRollout({ program }: Settings, target: string): RolloutSettings | undefined {
  return program.targets.find(({ name }) => name === target)?.rollout;
}

/** Names of the targets that ask for approval. */
export function targetsWithApproval({ program }: Settings): ReadonlySet<string> {
  return new Set(program.targets.filter(({ approval }) => approval).map(({ name }) => name));
}

const stackFile = z.object({ config: z.record(z.string(), z.unknown()).default({}) });

/**
 * Reads `Pulumi.STACK.yaml`. Values that Pulumi encrypted stay unread: only the program sees them.
 *
 * @throws {UsageError} when there is no such file, or with all that is wrong in it.
 */
export function readSettings(stack: string): Settings {
  const file = join(root, `Pulumi.${stack}.yaml`);
  if (!/^[\w.-]+$/.test(stack) || !existsSync(file)) {
    throw new UsageError(
      `There is no stack ${stack}: this project has no file Pulumi.${stack}.yaml.`,
      `write the file after the model of Pulumi.dev.yaml, then run: pulumi stack init ${stack}`,
    );
  }
  try {
    return parseStackFile(stack, parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if (error instanceof SettingsError) {
      throw new UsageError(error.message, `edit Pulumi.${stack}.yaml`, { cause: error });
    }
    if (error instanceof Error && error.name === 'YAMLParseError') {
      const [problem] = error.message.split('\n');
      throw new UsageError(
        `Pulumi.${stack}.yaml is not valid YAML: ${problem ?? ''}`,
        `edit Pulumi.${stack}.yaml`,
        { cause: error },
      );
    }
    throw error;
  }
}

function parseStackFile(stack: string, contents: unknown): Settings {
  const { config } = stackFile.parse(contents ?? {});
  const values = Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key, maskSecrets(value)]),
  );
  const problems: string[] = [];
  const attempt = <T>(parsePart: () => T): T | undefined => {
    try {
      return parsePart();
    } catch (error) {
      problems.push(...problemsOf(error));
      return undefined;
    }
  };
  const program = attempt(() =>
    parseSettings(
      Object.fromEntries(
        settingKeys
          .map((key) => [key, values[`${project}:${key}`]] as const)
          .filter(([, value]) => value !== undefined),
      ),
    ),
  );
  const others = attempt(() =>
    otherSettings.parse({
      'aws:region': values['aws:region'],
      'aws:allowedAccountIds': values['aws:allowedAccountIds'],
      release: values[`${project}:release`],
    }),
  );
  if (program === undefined || others === undefined) {
    throw new SettingsError(problems);
  }
  return {
    stack,
    program,
    region: others['aws:region'],
    allowedAccountIds: others['aws:allowedAccountIds'],
    release: others.release,
  };
}

const otherSettings = z.object({
  'aws:region': z.string({ error: 'must be set, such as eu-west-1' }),
  'aws:allowedAccountIds': z.array(z.string()).default([]),
  release: releaseSettings.prefault({}),
});

function problemsOf(error: unknown): readonly string[] {
  if (error instanceof SettingsError) {
    return error.problems;
  }
  if (error instanceof z.ZodError) {
    return error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  }
  throw error;
}

function maskSecrets(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(maskSecrets);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return 'secure' in value
    ? 'secret'
    : Object.fromEntries(Object.entries(value).map(([key, item]) => [key, maskSecrets(item)]));
}
