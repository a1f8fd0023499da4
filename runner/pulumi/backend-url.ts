import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { root } from '../root.ts';

const projectFile = z.object({ backend: z.object({ url: z.string() }) });
const storedCredentials = z.object({ current: z.string() });

/**
 * Where Pulumi keeps the state of this project's stacks, as its CLI finds it: by the environment, else by
 * `Pulumi.yaml`, else by `pulumi login` (`GetCurrentCloudURLWithSource` of github.com/pulumi/pulumi).
 *
 * @returns undefined where nobody logged in.
 */
export function findBackendUrl(
  environment: Readonly<NodeJS.ProcessEnv> = process.env,
  folder: string = root,
): string | undefined {
  const { PULUMI_BACKEND_URL, PULUMI_CREDENTIALS_PATH, PULUMI_HOME } = environment;
  if ((PULUMI_BACKEND_URL ?? '') !== '') {
    return PULUMI_BACKEND_URL;
  }
  const home = PULUMI_CREDENTIALS_PATH ?? PULUMI_HOME ?? join(homedir(), '.pulumi');
  return (
    read(join(folder, 'Pulumi.yaml'), projectFile)?.backend.url ??
    read(join(home, 'credentials.json'), storedCredentials)?.current
  );
}

/**
 * The folder of a backend that is one, such as `file:///state`, `file://~` or `file://./state`.
 *
 * @returns undefined for every other backend.
 */
export function folderOfBackend(url: string, folder: string = root): string | undefined {
  const [, path] = /^file:\/\/([^?]*)/.exec(url) ?? [];
  if (path === undefined) {
    return undefined;
  }
  if (path.startsWith('/')) {
    return fileURLToPath(`file://${path}`);
  }
  return path.startsWith('~') ? join(homedir(), path.slice(1)) : resolve(folder, path);
}

/** @returns undefined where the file is not there, or says something else. */
function read<T>(file: string, schema: z.ZodType<T>): T | undefined {
  try {
    return schema.safeParse(parse(readFileSync(file, 'utf8'))).data;
  } catch {
    return undefined;
  }
}
