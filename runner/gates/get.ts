import { lookup } from 'node:dns';
import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';

interface GetOptions {
  readonly signal: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
  /** The host that the connection is made to, which answers for the name in the URL before DNS tells so. */
  readonly connectTo?: string | undefined;
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  /** Waits for the last byte. */
  rest(): Promise<void>;
}

/**
 * Gets a URL, by the name that it has also where the connection goes to another host: that finds the domain by
 * `Host`, and its certificate by SNI. `fetch` cannot be told where to connect.
 */
export async function get(url: string, options: GetOptions): Promise<Answered> {
  const { connectTo, signal, headers = {} } = options;
  if (connectTo === undefined) {
    const answer = await fetch(url, { headers, signal });
    const rest = async () => {
      await answer.arrayBuffer();
    };
    return { status: answer.status, headers: answer.headers, rest };
  }
  const answer = await send(url, connectTo, { headers, signal });
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

function send(url: string, connectTo: string, options: RequestOptions): Promise<IncomingMessage> {
  const request = url.startsWith('https:') ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    request(url, {
      ...options,
      lookup: (_name, how, callback) => {
        lookup(connectTo, how, callback);
      },
    })
      .once('response', resolve)
      .once('error', reject)
      .end();
  });
}

function headersOf({ headersDistinct }: IncomingMessage): Headers {
  return new Headers(
    Object.entries(headersDistinct).flatMap(([name, values = []]) =>
      values.map((value): [string, string] => [name, value]),
    ),
  );
}
