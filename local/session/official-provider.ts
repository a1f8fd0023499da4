import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

import { SessionError } from './errors.ts';
import { isStandIn, providerExecutable } from './stand-in.ts';

/** The version of `@pulumi/aws` that this project uses; the first choice of those that are installed. */
const version = '7.48.0';

/**
 * Finds the official provider on `PATH` or among Pulumi's plugins.
 *
 * @returns its folder
 * @throws {SessionError} when there is none; it says what to install
 */
export function findOfficialProvider(env: NodeJS.ProcessEnv): string {
  const plugins = join(env.PULUMI_HOME ?? join(env.HOME ?? homedir(), '.pulumi'), 'plugins');
  const found = [...onPath(env.PATH ?? ''), ...installed(plugins)].find((folder) =>
    existsSync(join(folder, providerExecutable)),
  );
  if (found === undefined) {
    throw new SessionError(
      `There is no official AWS provider for Pulumi, neither ${providerExecutable} on PATH nor in ${plugins}: ` +
        `install it with "pulumi plugin install resource aws ${version}", or leave out "--provider official".`,
    );
  }
  return found;
}

/** Without this project's stand-in, also of another checkout. */
function onPath(path: string): string[] {
  return path.split(delimiter).filter((folder) => folder !== '' && !isStandIn(folder));
}

/** This project's version, then the others of its major version, newest first. */
function installed(plugins: string): string[] {
  const prefix = 'resource-aws-v';
  const [major = ''] = version.split('.');
  const names = existsSync(plugins) ? readdirSync(plugins) : [];
  const newest = names
    .filter((name) => name.startsWith(`${prefix}${major}.`) && !/\.(lock|partial)$/.test(name))
    .sort((left, right) => right.localeCompare(left, 'en', { numeric: true }));
  return [`${prefix}${version}`, ...newest]
    .map((name) => join(plugins, name))
    .filter((folder) => !isStandIn(folder));
}
