import { Agent, request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';

import type { ExecutionContext } from 'ava';

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

/** A TCP connection of its own, which stays open: its requests come to one host of the data plane. */
export function openConnection(t: ExecutionContext): (url: string) => Promise<HttpAnswer> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  t.teardown(() => {
    agent.destroy();
  });
  return async (url) => {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      request(url, { agent }, resolve).on('error', reject).end();
    });
    const { statusCode: status = 0, headers } = response;
    return { status, headers, text: await text(response) };
  };
}
