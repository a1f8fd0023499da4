import type { IncomingMessage } from 'node:http';
import type { RequestOptions } from 'node:https';
import type { ApiRequest } from '../context.ts';

// As an ES module node:http loads a WebSocket client, too: 40 ms.
const { request: requestHttp } = process.getBuiltinModule('node:http');
const { request: requestHttps } = process.getBuiltinModule('node:https');

/** A request, and who is asked. */
export interface Asked {
  /** Of an API stage, or of its domain, without a slash at the end. */
  readonly url: string;
  readonly request: ApiRequest;
  /** The host that the connection is made to, which answers for the name in the URL before DNS tells so. */
  readonly connectTo?: string | undefined;
}

interface SendOptions {
  readonly signal: AbortSignal;
  /** Whether the connection is for this request alone. */
  readonly closes?: boolean;
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  /** Waits for the last byte. */
  rest(): Promise<void>;
}

/** `POST https://…/prod/orders`, which shows neither headers nor body. */
export function describeAsked({ url, request: { method, path } }: Asked): string {
  return `${method} ${url}${path}`;
}

/**
 * Sends a request, to the name that the URL has also where the connection goes to another host: that finds the domain
 * by `Host`, and its certificate by SNI. `fetch` cannot be told where to connect.
 */
export async function send(
  { url, request: { method, path, headers: sent, body }, connectTo }: Asked,
  { signal, closes = false }: SendOptions,
): Promise<Answered> {
  const headers = { ...sent, ...(closes && { connection: 'close' }) };
  // As bytes: of a text `fetch` would say that it is plain.
  const bytes = body === undefined ? undefined : Buffer.from(body);
  if (connectTo === undefined) {
    // No redirect is followed: the answer is the one that names its pair, and the headers may hold secrets.
    const options = {
      method,
      headers,
      signal,
      redirect: 'manual',
      ...(bytes && { body: bytes }),
    } as const;
    const answer = await fetch(`${url}${path}`, options);
    const rest = async () => {
      await answer.arrayBuffer();
    };
    return { status: answer.status, headers: answer.headers, rest };
  }
  const answer = await sendTo(connectTo, `${url}${path}`, { method, headers, signal }, bytes);
  return {
    status: answer.statusCode ?? 0,
    headers: headersOf(answer),
    async rest() {
      for await (const _ of answer) {
        // Only its end is waited for.
      }
    },
  };
}

type SentOptions = Pick<RequestOptions, 'method' | 'signal'> & {
  readonly headers: Readonly<Record<string, string>>;
};

function sendTo(
  hostname: string,
  url: string,
  { headers: sent, ...options }: SentOptions,
  body: Buffer | undefined,
): Promise<IncomingMessage> {
  const { protocol, host, hostname: servername } = new URL(url);
  const request = protocol === 'https:' ? requestHttps : requestHttp;
  const headers = { ...sent, host };
  return new Promise((resolve, reject) => {
    request(url, { ...options, headers, hostname, servername })
      .once('response', resolve)
      .once('error', reject)
      .end(body);
  });
}

function headersOf({ headersDistinct }: IncomingMessage): Headers {
  return new Headers(
    Object.entries(headersDistinct).flatMap(([name, values = []]) =>
      values.map((value): [string, string] => [name, value]),
    ),
  );
}
