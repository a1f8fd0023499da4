import { readdirSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { isAlive } from './lock-holder.ts';
import { project } from './settings.ts';

const lockFile = z.object({ pid: z.number(), hostname: z.string() });

/**
 * Whether the Pulumi locks of a stack are those of a CLI that was killed on this machine: with a
 * file backend a lock is a file, which SIGKILL leaves behind (trap D30). Of other backends nothing
 * is known here, so their locks are respected.
 */
export function isLockLeftBehind(stack: string): boolean {
  const backend = process.env.PULUMI_BACKEND_URL ?? '';
  if (!backend.startsWith('file:///')) {
    return false;
  }
  const locks = readLocks(
    join(fileURLToPath(backend), '.pulumi', 'locks', 'organization', project, stack),
  );
  return locks.every((lock) => lock.hostname === hostname() && !isAlive(lock.pid));
}

function readLocks(folder: string): z.infer<typeof lockFile>[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => lockFile.parse(JSON.parse(readFileSync(join(folder, name), 'utf8'))));
}
