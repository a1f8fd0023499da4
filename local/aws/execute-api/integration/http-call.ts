import type { IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';

import type { EndpointResponse } from '../exchange.ts';
import { configurationError, GatewayFault } from '../gateway-fault.ts';

// As an ES module node:http loads a WebSocket client, too: 40 ms.
const { request: httpRequest } = process.getBuiltinModule('node:http');
const { request: httpsRequest } = process.getBuiltinModule('node:https');

export interface HttpCall {
  readonly url: URL;
  readonly method: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
  readonly timeoutMs: number;
}

/**
 * Sends a request over HTTP and reads the whole answer. Redirects are answers like any other.
 *
 * @throws {GatewayFault} 504 after the timeout and where nobody answers, 500 for an unknown host
 */
export async function sendHttp(call: HttpCall): Promise<Omit<EndpointResponse, 'selector'>> {
  try {
    const response = await send(call);
    return {
      status: response.statusCode ?? 0,
      headers: pairs(response.rawHeaders),
      body: await buffer(response),
    };
  } catch (error) {
    throw faultOf(error);
  }
}

function send({ url, method, headers, body, timeoutMs }: HttpCall): Promise<IncomingMessage> {
  const open = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const request = open(url, {
      method,
      headers: {
        ...Object.fromEntries(
          Object.entries(headers).map(([name, value]) => [
            name,
            typeof value === 'string' ? value : [...value],
          ]),
        ),
        ...(body.length === 0 ? {} : { 'content-length': String(body.length) }),
      },
      signal: AbortSignal.timeout(timeoutMs),
    });
    request.once('response', resolve);
    request.once('error', reject);
    request.end(body);
  });
}

function pairs(rawHeaders: readonly string[]): [string, string][] {
  return rawHeaders.flatMap((name, index): [string, string][] =>
    index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? '']] : [],
  );
}

function faultOf(error: unknown): GatewayFault {
  const name = error instanceof Error ? error.name : '';
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (name === 'TimeoutError' || name === 'AbortError') {
    return new GatewayFault('INTEGRATION_TIMEOUT', {
      reason: 'Execution failed due to a timeout error',
    });
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'ERR_INVALID_URL') {
    return configurationError('Invalid endpoint address');
  }
  return new GatewayFault('INTEGRATION_FAILURE', {
    message: 'Network error communicating with endpoint',
    reason: `Execution failed due to a network error communicating with endpoint: ${String(error)}`,
  });
}
