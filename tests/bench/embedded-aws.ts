import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { isRunning } from '../../local/tests/_helpers/processes.ts';
import { signedFetch } from '../../local/tests/_helpers/signed-fetch.ts';

const endpointFile = z.object({ url: z.string(), pid: z.number() });
const credentialsFile = z.object({ accessKeyId: z.string(), secretAccessKey: z.string() });

export interface RunningServer extends z.infer<typeof endpointFile> {
  readonly credentials: z.infer<typeof credentialsFile>;
}

const deadlineMs = 10_000;
const pollMs = 20;

/** The server that a release used; it stays for some seconds after. */
export function findServer(stateFolder: string): RunningServer {
  const read = (name: string): unknown => JSON.parse(readFileSync(join(stateFolder, name), 'utf8'));
  return {
    ...endpointFile.parse(read('endpoint.json')),
    credentials: credentialsFile.parse(read('credentials.json')),
  };
}

/** Asks one of the server's own paths, `stop`. */
export function askServer(
  { url, credentials }: Pick<RunningServer, 'url' | 'credentials'>,
  method: string,
  path: string,
  body?: string,
): Promise<Response> {
  const headers = { connection: 'close' };
  const request = { method, headers, ...(body !== undefined && { body }) };
  return signedFetch(`${url}/_local/${path}`, request, credentials);
}

/**
 * Ends a server, so that the next release starts one like the first of a day.
 *
 * @throws {Error} when it is still in use, or does not end within ten seconds
 */
export async function stopServer(server: RunningServer): Promise<void> {
  const deadline = Date.now() + deadlineMs;
  while (!(await askServer(server, 'POST', 'stop')).ok) {
    await pause(deadline, 'is still in use');
  }
  while (isRunning(server.pid)) {
    await pause(deadline, 'does not end');
  }
}

async function pause(deadline: number, problem: string): Promise<void> {
  if (Date.now() > deadline) {
    throw new Error(`The embedded AWS ${problem}.`);
  }
  await delay(pollMs);
}
