import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { lockFolder, LockedError } from '../folder-lock.ts';
import { readCredentials, signHeaders } from './credentials.ts';
import { SessionError } from './errors.ts';
import { readRendezvous } from './rendezvous.ts';
import type { LocalFolder } from './folder.ts';

const deadlineMs = 10_000;

/**
 * Forgets all state of the embedded AWS and of its Pulumi stacks; the port stays.
 *
 * @throws {SessionError} with nothing changed, while a command uses it
 */
export async function reset(folder: LocalFolder): Promise<void> {
  await stopServer(folder);
  const unlock = await lockWhenFree(folder.state);
  try {
    rmSync(folder.pulumi, { recursive: true, force: true });
    for (const name of readdirSync(folder.state).filter((file) => file !== 'lock')) {
      rmSync(join(folder.state, name), { recursive: true, force: true });
    }
  } finally {
    unlock();
  }
}

/** Ends a server that no command uses but that has not ended by itself yet. */
async function stopServer(folder: LocalFolder): Promise<void> {
  const answer = await askToStop(folder);
  if (answer?.status === 409) {
    throw inUse();
  }
}

async function askToStop(folder: LocalFolder): Promise<Response | undefined> {
  const rendezvous = readRendezvous(folder.endpointFile);
  const credentials = readCredentials(folder.credentialsFile);
  if (rendezvous === undefined || credentials === undefined) {
    return undefined;
  }
  const url = `${rendezvous.url}/_local/stop`;
  try {
    return await fetch(url, { method: 'POST', headers: signHeaders('POST', url, credentials) });
  } catch {
    return undefined;
  }
}

async function lockWhenFree(dir: string): Promise<() => void> {
  const deadline = performance.now() + deadlineMs;
  for (;;) {
    try {
      return lockFolder(dir);
    } catch (error) {
      if (!(error instanceof LockedError) || performance.now() > deadline) {
        throw error instanceof LockedError ? inUse() : error;
      }
      await delay(25);
    }
  }
}

function inUse(): SessionError {
  return new SessionError(
    'A command is using the embedded AWS, so its state is kept: end that command, then run npm run local -- reset again.',
  );
}
