import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { SessionError } from './errors.ts';
import { isStandIn, providerExecutable, providerFolderOn } from './stand-in.ts';

/**
 * Starts this project's provider once for all Pulumi commands of this process. The Pulumi CLI would start it twice
 * in each command: for what is, and for what is to be. It ends after this process and the engines that it serves.
 *
 * @param env of a process that is attached to the embedded AWS
 * @returns the environment in which the CLI attaches to it; none where that would start another provider
 * @throws {SessionError} when it ends before it serves
 */
export async function shareProvider(
  env: NodeJS.ProcessEnv = process.env,
): Promise<Readonly<Record<string, string>>> {
  const folder = providerFolderOn(env.PATH ?? '');
  if (folder === undefined || !isStandIn(folder)) {
    return {};
  }
  // Ctrl-C of a terminal is for the engine, which tells its providers.
  const provider = spawn(join(folder, providerExecutable), [], {
    env,
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });
  const lines = createInterface(provider.stdout);
  const port = await Promise.race([once(lines, 'line'), once(provider, 'exit').then(() => [])]);
  if (typeof port[0] !== 'string') {
    throw new SessionError('The AWS provider for Pulumi could not be started: see above.');
  }
  lines.close();
  provider.unref();
  for (const stream of [provider.stdin, provider.stdout]) {
    (stream as Socket).unref();
  }
  return { PULUMI_DEBUG_PROVIDERS: `aws:${port[0]}` };
}
