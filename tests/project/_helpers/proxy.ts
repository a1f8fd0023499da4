import { once } from 'node:events';
import { createServer, request as ask } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';

/** A proxy that alone knows where a host is. */
export interface Proxy {
  readonly url: string;
  /** The hosts that it was asked for, in order. */
  readonly asked: readonly string[];
  close(): void;
}

/** @param origin where all that it is asked for is, `http://127.0.0.1:4566`. */
export async function openProxy(origin: string): Promise<Proxy> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const { url = '', method, headers } = request;
    const { hostname, pathname, search } = new URL(url);
    asked.push(hostname);
    const passedOn = ask(`${origin}${pathname}${search}`, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      void pipeline(answer, response).catch(() => undefined);
    });
    void pipeline(request, passedOn).catch(() => response.destroy());
  });
  server.on('connect', ({ url = '' }, socket) => {
    asked.push(url.replace(/:\d+$/, ''));
    const passedOn = connect(Number(new URL(origin).port), '127.0.0.1');
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    void pipeline(socket, passedOn).catch(() => undefined);
    void pipeline(passedOn, socket).catch(() => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    asked,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
