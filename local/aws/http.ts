import type { IncomingMessage, ServerResponse } from 'node:http';
import { gunzipSync } from 'node:zlib';

import { AwsError } from './errors.ts';
import type { WireRequest } from './protocols/protocol.ts';

/** Above what any modelled operation takes: a code package in S3, which Lambda takes up to 250 MB. */
const maxBodyBytes = 300 * 1024 * 1024;

/** Splits a request target without normalising it: labels can hold encoded slashes. */
export function splitTarget(target: string): {
  readonly rawPath: string;
  readonly rawQuery: string;
} {
  const path = target.replace(/^https?:\/\/[^/]*/, '');
  const mark = path.indexOf('?');
  return mark < 0
    ? { rawPath: path, rawQuery: '' }
    : { rawPath: path.slice(0, mark), rawQuery: path.slice(mark + 1) };
}

const noBody = Buffer.alloc(0);

/** @throws {AwsError} `RequestEntityTooLargeException` 413 above 300 MiB */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
  if (length === undefined && encoding === undefined) {
    // What has neither has no body (RFC 9112, 6.3): most requests to a stage.
    request.resume();
    return noBody;
  }
  const chunks: Buffer[] = [];
  let size = 0;
  const incoming: AsyncIterable<Buffer> = request;
  for await (const bytes of incoming) {
    size += bytes.length;
    if (size > maxBodyBytes) {
      throw new AwsError('RequestEntityTooLargeException', 413, 'The request is too large.');
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks, size);
}

/** Reads a request to an AWS API as it came over the wire. */
export async function readWireRequest(request: IncomingMessage): Promise<WireRequest> {
  return { ...readWireHead(request), body: await readBody(request) };
}

/** As {@link readWireRequest}, without the body. */
export function readWireHead(request: IncomingMessage): WireRequest {
  return {
    method: request.method ?? 'GET',
    ...splitTarget(request.url ?? '/'),
    headers: flattenHeaders(request),
    body: Buffer.alloc(0),
  };
}

/**
 * Clients compress some bodies, and sign what they send.
 *
 * @throws {AwsError} `SerializationException` 400 for what cannot be unpacked, or to no more than 300 MiB
 */
export function decompress(request: WireRequest): WireRequest {
  if (request.headers['content-encoding'] !== 'gzip') {
    return request;
  }
  try {
    return { ...request, body: gunzipSync(request.body, { maxOutputLength: maxBodyBytes }) };
  } catch {
    throw new AwsError('SerializationException', 400, 'The body is not valid gzip.');
  }
}

function flattenHeaders(request: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}

/** Headers as they came: order, spelling and repetitions kept. */
export function pairHeaders(rawHeaders: readonly string[]): [string, string][] {
  const pairs: [string, string][] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    pairs.push([rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '']);
  }
  return pairs;
}

/**
 * Makes any text a header value that Node.js sends: UTF-8 for what does not fit a byte, a space for
 * control characters, which would end the header.
 */
function toHeaderValue(text: string): string {
  if (!/[^ -~]/.test(text)) {
    return text;
  }
  const value = text.replaceAll(/\p{Cc}/gu, ' ');
  return /[^\0-\xff]/.test(value) ? Buffer.from(value).toString('latin1') : value;
}

/** Sends a complete answer with its length. */
export function send(
  response: ServerResponse,
  status: number,
  headers: readonly (readonly [string, string])[],
  body: Buffer | string,
): void {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const bodiless = status === 204 || status === 304;
  const fields: string[] = [];
  for (const [name, value] of headers) {
    if (bodiless || name.toLowerCase() !== 'content-length') {
      fields.push(name, toHeaderValue(value));
    }
  }
  if (!bodiless) {
    fields.push('content-length', String(bytes.length));
  }
  response.writeHead(status, fields);
  response.end(bodiless ? undefined : bytes);
}

export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  send(response, status, [['content-type', 'application/json']], JSON.stringify(value));
}
