import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { adminPrefix, answerAdmin } from './admin.ts';
import type { AdminParts } from './admin.ts';
import { answerApi, refuse } from './api.ts';
import { calledStage, isFromHeader } from './called-stage.ts';
import { CallLog } from './calls.ts';
import { Credentials } from './credentials.ts';
import type { SecretOf } from './credentials.ts';
import { answerExecuteApi } from './data-plane.ts';
import { DroppedConnection, Faults } from './faults.ts';
import { foreignPart } from './foreign.ts';
import { pairHeaders, readBody, readWireHead, readWireRequest, send, splitTarget } from './http.ts';
import { Lag } from './lag/lag.ts';
import { Leases } from './leases.ts';
import { lockFolder } from '../folder-lock.ts';
import type { LagSettings } from '../lag-settings.ts';
import type { Timings } from './region.ts';
import { Regions } from './regions.ts';
import { logServerError } from './server-log.ts';

// As an ES module node:http loads a WebSocket client, too: 40 ms.
const { createServer } = process.getBuiltinModule('node:http');

export interface ServerOptions {
  /** Where the state is kept. One server at a time uses it. */
  readonly dir: string;
  /** Whose requests to the control plane it takes. An access key of twelve digits names its account. */
  readonly credentials: SecretOf;
  /** 0, the default: any free port. */
  readonly port?: number;
  /** `127.0.0.1` by default. */
  readonly host?: string;
  readonly timings?: Partial<Timings>;
  /** How far it lags, in seconds; not at all by default. */
  readonly lag?: Partial<LagSettings>;
  /** Milliseconds since the epoch; the clock by default. */
  readonly now?: () => number;
  /** Makes the server grant leases, and tell when none is left for `lingerMs` milliseconds. */
  readonly leases?: { readonly lingerMs: number; readonly onIdle: () => void };
}

export interface EmbeddedAws {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Names this server among those that served the same folder. */
  readonly instance: string;
  readonly faults: Faults;
  readonly calls: CallLog;
  readonly lag: Lag;
  /** Answers what is under way, ends the functions' processes and releases the folder. */
  close(): Promise<void>;
}

const defaultTimings: Timings = { pendingMs: 100, inProgressMs: 100, allocationMs: 100 };

/** Room for a query of 10,000 characters outside ASCII, percent-encoded. */
const maxHeaderBytes = 256 * 1024;

/**
 * Starts an embedded AWS.
 *
 * @throws {LockedError} when another server uses the folder, StateError when its state cannot be used,
 *   an error with code `EADDRINUSE` when the port is taken
 */
export async function startServer(options: ServerOptions): Promise<EmbeddedAws> {
  const unlock = lockFolder(options.dir);
  try {
    return await serve(options, unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}

async function serve(options: ServerOptions, unlock: () => void): Promise<EmbeddedAws> {
  const { dir, port = 0, host = '127.0.0.1', now = Date.now } = options;
  const timings = { ...defaultTimings, ...options.timings };
  const instance = randomUUID();
  const credentials = new Credentials(options.credentials, now);
  const parts: AdminParts = {
    regions: new Regions({ dir, timings, now, credentials }),
    credentials,
    faults: new Faults(),
    calls: new CallLog(),
    lag: new Lag(options.lag),
    leases: options.leases && new Leases(instance, options.leases.lingerMs, options.leases.onIdle),
    instance,
  };
  const server = createHttpServer(parts);
  const url = await listen(server, port, host).catch((error: unknown) => {
    parts.leases?.stop();
    throw error;
  });
  parts.regions.open(url);
  return {
    url,
    instance: parts.instance,
    faults: parts.faults,
    calls: parts.calls,
    lag: parts.lag,
    close: once(async () => {
      parts.leases?.stop();
      await closeServer(server);
      await parts.regions.close();
      unlock();
    }),
  };
}

function createHttpServer(parts: AdminParts): Server {
  const server = createServer(
    { maxHeaderSize: maxHeaderBytes, keepAliveTimeout: 120_000 },
    (request, response) => {
      answer(parts, request, response).catch((error: unknown) => {
        if (!(error instanceof DroppedConnection) && !request.destroyed) {
          logServerError(`${request.method ?? ''} ${request.url ?? ''}`, error);
        }
        request.socket.destroy();
      });
    },
  );
  server.maxHeadersCount = 0;
  return server;
}

async function answer(
  parts: AdminParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const target = request.url ?? '/';
  const called = await calledStage(parts.regions, request);
  if (called !== undefined) {
    const received = {
      method: request.method ?? 'GET',
      rawQuery: splitTarget(target).rawQuery,
      ...called,
      rawHeaders: pairHeaders(request.rawHeaders).filter(([name]) => !isFromHeader(name)),
      body: await readBody(request),
      sourceIp: request.socket.remoteAddress ?? '',
      protocol: `HTTP/${request.httpVersion}`,
    };
    const { status, headers, body } = await answerExecuteApi(parts, received, request.socket);
    send(response, status, headers, body);
    return;
  }
  const foreign = foreignPart(request.headers, request.socket.localPort ?? 0);
  if (foreign !== undefined) {
    const { status, headers, body } = refuse(readWireHead(request), foreign);
    send(response, status, Object.entries({ ...headers, connection: 'close' }), body);
  } else if (target.startsWith(adminPrefix)) {
    await answerAdmin(parts, await readWireRequest(request), response);
  } else {
    const { status, headers, body } = await answerApi(
      parts,
      await readWireRequest(request),
      request.socket,
    );
    send(response, status, Object.entries(headers), body);
  }
}

function listen(server: Server, port: number, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve(`http://${host}:${String(portOf(server.address()))}`);
    });
  });
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') {
    throw new TypeError('The server listens on no port.');
  }
  return address.port;
}

/** Lets requests finish for two seconds, then cuts them off. */
async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
  server.closeIdleConnections();
  const cutOff = setTimeout(() => {
    server.closeAllConnections();
  }, 2000);
  await closed;
  clearTimeout(cutOff);
}

function once(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= run());
}
