import type { IncomingMessage } from 'node:http';

const maxBytes = 2 * 1024 * 1024;

/** @throws {Error} for one that is too large */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  let size = 0;
  const incoming: AsyncIterable<Buffer> = request;
  for await (const bytes of incoming) {
    size += bytes.length;
    if (size > maxBytes) {
      throw new Error('The form is too large.');
    }
    chunks.push(bytes);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}
