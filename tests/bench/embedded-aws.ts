import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { isRunning } from '../../local/tests/_helpers/processes.ts';

const endpointFile = z.object({ url: z.string(), pid: z.number() });
type RunningServer = z.infer<typeof endpointFile>;

const deadlineMs = 10_000;
const pollMs = 20;

/** The server that a release used; it stays for some seconds after. */
export function findServer(stateFolder: string): RunningServer {
  return endpointFile.parse(JSON.parse(readFileSync(join(stateFolder, 'endpoint.json'), 'utf8')));
}

/**
 * Ends a server, so that the next release starts one like the first of a day.
 *
 * @throws {Error} when it is still in use, or does not end within ten seconds
 */
export async function stopServer({ url, pid }: RunningServer): Promise<void> {
  const deadline = Date.now() + deadlineMs;
  const stop = { method: 'POST', headers: { connection: 'close' } };
  while (!(await fetch(`${url}/_local/stop`, stop)).ok) {
    await pause(deadline, 'is still in use');
  }
  while (isRunning(pid)) {
    await pause(deadline, 'does not end');
  }
}

async function pause(deadline: number, problem: string): Promise<void> {
  if (Date.now() > deadline) {
    throw new Error(`The embedded AWS ${problem}.`);
  }
  await delay(pollMs);
}
