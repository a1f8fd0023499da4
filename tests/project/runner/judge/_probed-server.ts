import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { ExecutionContext } from 'ava';
import type { Asked } from '../../../../runner/gates/send.ts';
import type { Pair } from '../../../../stack/pair.ts';

export interface ProbedServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** How often a path was asked for. */
  requests(path: string): number;
  /** The most requests that were open at the same time. */
  mostOpen(): number;
  open(): number;
}

/** A server of one's own, ended with the test. */
export async function startProbedServer(
  t: ExecutionContext,
  answer: (response: ServerResponse, request: IncomingMessage) => void,
): Promise<ProbedServer> {
  const paths = new Map<string, number>();
  let open = 0;
  let mostOpen = 0;
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    paths.set(path, (paths.get(path) ?? 0) + 1);
    open += 1;
    mostOpen = Math.max(mostOpen, open);
    response.once('close', () => {
      open -= 1;
    });
    answer(response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    requests: (path) => paths.get(path) ?? 0,
    mostOpen: () => mostOpen,
    open: () => open,
  };
}

/** A plain GET of a path below a URL, with what else it is to have. */
export function asking(url: string, path = '', request: Partial<Asked['request']> = {}): Asked {
  return { url, request: { method: 'GET', path, headers: {}, ...request } };
}

/** Sends an answer that names a pair, or none. */
export function sendAs(response: ServerResponse, pair: Pair | undefined, status = 200): void {
  response.statusCode = status;
  if (pair !== undefined) {
    response.setHeader('x-lambda-version', pair.version);
    response.setHeader('x-api-deployment', pair.deployment);
  }
  response.end('{}');
}

/** Resolves when a condition holds; the test's own timeout ends the waiting. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) {
    await delay(2);
  }
}
