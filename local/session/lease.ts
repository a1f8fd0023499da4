import { connect } from 'node:net';
import type { Socket } from 'node:net';

import { readRendezvous } from './rendezvous.ts';

/** A hold on a running server: it does not end by itself while one is held. */
export interface Lease {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Resolves when the connection ends, also when the server is killed. */
  readonly ended: Promise<void>;
  release(): void;
}

const answerTimeoutMs = 2000;

/**
 * Asks the server of the rendezvous file for a lease: the connection on which it was granted. Plain
 * TCP, since loading an HTTP client takes longer than the whole exchange.
 *
 * @returns undefined when no server is there, it is about to end, or it is not the one in the file
 */
export async function joinServer(endpointFile: string): Promise<Lease | undefined> {
  const rendezvous = readRendezvous(endpointFile);
  if (rendezvous === undefined) {
    return undefined;
  }
  const { hostname, port } = new URL(rendezvous.url);
  const socket = connect(Number(port), hostname);
  const ended = new Promise<void>((resolve) => {
    socket.once('close', () => {
      resolve();
    });
  });
  const granted = readUntil(socket, `granted by ${rendezvous.instance}`);
  socket.write(`GET /_local/lease HTTP/1.1\r\nHost: ${hostname}\r\n\r\n`);
  if (!(await granted)) {
    socket.destroy();
    return undefined;
  }
  return { url: rendezvous.url, ended, release: () => socket.destroy() };
}

function readUntil(socket: Socket, expected: string): Promise<boolean> {
  return new Promise((resolve) => {
    let text = '';
    socket.setTimeout(answerTimeoutMs);
    socket.on('data', (chunk) => {
      text += chunk.toString();
      if (text.includes(expected)) {
        socket.setTimeout(0);
        resolve(true);
      } else if (text.includes('\r\n\r\n') && !text.startsWith('HTTP/1.1 200')) {
        resolve(false);
      }
    });
    for (const event of ['timeout', 'error', 'close']) {
      socket.on(event, () => {
        resolve(false);
      });
    }
  });
}
