import { connect } from 'node:net';
import type { Socket } from 'node:net';

import { readCredentials, signHeaders } from './credentials.ts';
import type { Credentials } from './credentials.ts';
import type { LocalFolder } from './folder.ts';
import { readRendezvous } from './rendezvous.ts';

/** A hold on a running server: it does not end by itself while one is held. */
export interface Lease {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly credentials: Credentials;
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
export async function joinServer(folder: LocalFolder): Promise<Lease | undefined> {
  const rendezvous = readRendezvous(folder.endpointFile);
  const credentials = readCredentials(folder.credentialsFile);
  if (rendezvous === undefined || credentials === undefined) {
    return undefined;
  }
  const { hostname, port, host } = new URL(rendezvous.url);
  const socket = connect(Number(port), hostname);
  const ended = new Promise<void>((resolve) => {
    socket.once('close', () => {
      resolve();
    });
  });
  const granted = readUntil(socket, `granted by ${rendezvous.instance}`);
  socket.write(leaseRequest(rendezvous.url, host, credentials));
  if (!(await granted)) {
    socket.destroy();
    return undefined;
  }
  return { url: rendezvous.url, credentials, ended, release: () => socket.destroy() };
}

function leaseRequest(url: string, host: string, credentials: Credentials): string {
  const path = '/_local/lease';
  const headers = { host, ...signHeaders('GET', `${url}${path}`, credentials) };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`GET ${path} HTTP/1.1`, ...lines, '', ''].join('\r\n');
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
