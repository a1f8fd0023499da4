import type { ServerResponse } from 'node:http';

/** What every answer of the page forbids a browser: to show it in a frame, keep it, or tell others its URL. */
const always = {
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  // With no-referrer a form would be of the origin "null".
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** Sends a whole answer. @param policy what the document may load and run; nothing by default */
export function sendAnswer(
  response: ServerResponse,
  status: number,
  {
    type,
    body,
    policy = "default-src 'none'",
    location,
  }: {
    readonly type: string;
    readonly body: string | Buffer;
    readonly policy?: string;
    readonly location?: string;
  },
): void {
  response.writeHead(status, {
    ...always,
    'content-type': `${type}; charset=utf-8`,
    'content-security-policy': `${policy}; frame-ancestors 'none'; base-uri 'none'`,
    ...(location !== undefined && { location }),
  });
  response.end(body);
}

/** Begins a stream of server-sent events. */
export function beginEvents(response: ServerResponse): void {
  response.writeHead(200, { ...always, 'content-type': 'text/event-stream' });
  response.write('retry: 500\n\n');
}
