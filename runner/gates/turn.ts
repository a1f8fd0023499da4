import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from './start-tier.ts';

/**
 * Where the processes that run tests ask for the environment of their tests, and wait for it (`await-turn.ts`).
 *
 * @returns undefined where there can be none: the folder for temporary files cannot be written, or its path is too long.
 */
export function openTurn() {
  const folder = makeFolder();
  if (folder === undefined) {
    return undefined;
  }
  const path = join(folder, 'turn');
  const asking = new Set<Socket>();
  const turn = Promise.withResolvers<string>();
  const server = createServer((socket) => {
    asking.add(socket);
    socket.on('error', () => undefined);
    void turn.promise.then((environment) => socket.end(environment));
  })
    .on('error', () => undefined)
    .listen(path)
    .unref();
  const close = () => {
    server.close();
    asking.forEach((socket) => socket.destroy());
    rmSync(folder, { recursive: true, force: true });
  };
  if (!server.listening) {
    close();
    return undefined;
  }
  return {
    path,
    giveTurn(environment: Environment) {
      const entries = Object.entries(environment).map(([name, value]) => [name, value ?? null]);
      turn.resolve(JSON.stringify(Object.fromEntries(entries)));
    },
    close,
  };
}

function makeFolder(): string | undefined {
  try {
    return mkdtempSync(join(tmpdir(), `tier-${String(process.pid)}-`));
  } catch {
    return undefined;
  }
}
