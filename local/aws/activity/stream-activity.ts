import type { ServerResponse } from 'node:http';

import type { Activity } from './activity.ts';

/** Above this a watcher that does not read is cut off: it can come again, and is told what is kept. */
const maxWaitingBytes = 4 * 1024 * 1024;

/** Answers with a line of JSON for each batch, until the client closes the connection. */
export function streamActivity(activity: Activity, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  const end = activity.watch((batch) => {
    response.write(`${JSON.stringify(batch)}\n`);
    if (response.writableLength > maxWaitingBytes) {
      response.destroy();
    }
  });
  response.on('close', end);
}
