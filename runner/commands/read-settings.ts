import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { SettingsError } from '../../stack/settings.ts';
import { parseStackFile, type Settings } from '../../stack/stack-file.ts';
import { refuseStackName, stackFileOf } from '../../stack/stack-name.ts';
import { withEndpoint } from '../backend.ts';
import { UsageError } from '../errors.ts';
import { advise } from '../report/next.ts';
import { root } from '../root.ts';

/**
 * Reads a stack's file, `Pulumi.dev.yaml` also of `ORG/PROJECT/dev`.
 *
 * @throws {UsageError} when there is no such file, the stack is of another project, or with all that is wrong in it; when the environment
 *   would lead the stack's calls to another endpoint.
 */
export function readSettings(stack: string): Settings {
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
    return withEndpoint(parseStackFile(stack, parse(readFileSync(file, 'utf8'))));
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
