import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';

import { z } from 'zod';

const kept = z.object({
  port: z.int().min(1).max(65_535).optional(),
  token: z.string().regex(/^[\w-]{20,}$/),
});

/** Where the page is, kept from one start to the next, so that a tab that is open finds it again. */
export type Address = z.infer<typeof kept>;

/** @returns a new one, with a token that nobody can guess, where none is kept */
export function readAddress(file: string): Address {
  try {
    return kept.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return { token: randomBytes(18).toString('base64url') };
  }
}

/**
 * Listens where the page was before, else where there is room, and keeps that: only this user can read the file.
 *
 * @returns the port
 */
export async function listenAt(server: Server, file: string, address: Address): Promise<number> {
  const { port, token } = address;
  if (port !== undefined && (await listen(server, port).catch(unlessTaken)) !== undefined) {
    return port;
  }
  const chosen = await listen(server, 0);
  if (port === undefined) {
    writeFileSync(`${file}.new`, JSON.stringify({ port: chosen, token }), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  return chosen;
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function unlessTaken(error: unknown): undefined {
  if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) {
    throw error;
  }
}
