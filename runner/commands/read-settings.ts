import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { SettingsError } from '../../stack/settings.ts';
import { nobodySignsIn, parseAwsSettings } from '../../stack/sign-in/aws-settings.ts';
import { findRegion } from '../../stack/sign-in/shared-files.ts';
import { parseStackFile, type Settings } from '../../stack/stack-file.ts';
import { refuseStackName, stackFileOf } from '../../stack/stack-name.ts';
import { withEndpoint } from '../backend.ts';
import { UsageError } from '../errors.ts';
import { advise } from '../report/next.ts';
import { root } from '../root.ts';

/**
 * Reads a stack's file, `Pulumi.dev.yaml` also of `ORG/PROJECT/dev`, and finds its region, which may be named
 * elsewhere.
 *
 * @throws {UsageError} as {@link readStackFile}; when nothing names a region.
 */
export async function readSettings(stack: string): Promise<Settings> {
  const { region, signIn } = peek(stack);
  return readStackFile(stack, await findRegion(region, signIn, process.env));
}

const anyConfig = z.object({ config: z.record(z.string(), z.unknown()) });

/** What the file says about AWS; nothing of one that {@link readStackFile} refuses. */
function peek(stack: string): ReturnType<typeof parseAwsSettings> {
  try {
    return parseAwsSettings(readConfig(stack));
  } catch {
    return { signIn: nobodySignsIn };
  }
}

/** The whole configuration in a stack's file, which was read before, as it is there. */
export function readConfig(stack: string): Readonly<Record<string, unknown>> {
  const contents: unknown = parse(readFileSync(join(root, stackFileOf(stack)), 'utf8'));
  return anyConfig.parse(contents).config;
}

/**
 * Reads a stack's file.
 *
 * @param regionElsewhere where the file names none.
 * @throws {UsageError} when there is no such file, the stack is of another project, or with all that is wrong in it; when the environment
 *   would lead the stack's calls to another endpoint.
 */
export function readStackFile(stack: string, regionElsewhere?: string): Settings {
  const refused = refuseStackName(stack);
  if (refused !== undefined) {
    throw new UsageError(refused, { text: 'name a stack of this project' });
  }
  const name = stackFileOf(stack);
  const file = join(root, name);
  if (!existsSync(file)) {
    throw new UsageError(
      `There is no stack ${stack}: this project has no file ${name}`,
      advise(
        { shell: `pulumi stack init ${stack}` },
        'write the file after the model of Pulumi.dev.yaml, then',
      ),
    );
  }
  try {
    return withEndpoint(parseStackFile(stack, parse(readFileSync(file, 'utf8')), regionElsewhere));
  } catch (error) {
    const problem = problemOf(error, name);
    if (problem === undefined) {
      throw error;
    }
    throw new UsageError(problem, { text: `edit ${name}` }, { cause: error, resource: name });
  }
}

/** @returns undefined for what is no mistake of the file's author. */
function problemOf(error: unknown, file: string): string | undefined {
  if (error instanceof SettingsError) {
    return error.message;
  }
  if (error instanceof Error && error.name === 'YAMLParseError') {
    const [problem] = error.message.split('\n');
    return `${file} is not valid YAML: ${problem ?? ''}`;
  }
  return undefined;
}
