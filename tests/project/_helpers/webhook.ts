import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { ExecutionContext } from 'ava';

export interface Webhook {
  readonly url: string;
  /** What was posted to it, in order. */
  readonly posted: readonly { readonly path: string; readonly body: Record<string, unknown> }[];
}

/**
 * A server that takes what is posted to it.
 *
 * @param answers statuses in order, the last one from then on; `never` keeps the connection without an answer.
 */
export async function openWebhook(
  t: ExecutionContext,
  ...answers: readonly (number | 'never')[]
): Promise<Webhook> {
  const posted: { path: string; body: Record<string, unknown> }[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { [posted.length]: answer = answers.at(-1) ?? 200 } = answers;
      posted.push({
        path: request.url ?? '',
        body: JSON.parse(body) as Record<string, unknown>,
      });
      if (answer !== 'never') {
        response.writeHead(answer, { location: '/elsewhere' }).end('what it says does not matter');
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${String(port)}/hook`, posted };
}
