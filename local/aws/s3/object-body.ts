import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

import type { RestRequest } from '../operation.ts';
import { badRequest } from './errors.ts';

/** The bytes of an object in a request, which may come in chunks (`aws-chunked`), and headers with what follows those. */
export type ObjectBody = Pick<RestRequest, 'body' | 'headers'>;

/**
 * Reads a body that is streamed, or takes one as it is.
 *
 * @throws {AwsError} IncompleteBody (400) for chunks that are none, or not as long as was said
 */
export function readObjectBody({ body, headers }: ObjectBody): ObjectBody {
  const { 'x-amz-content-sha256': payload = '', 'x-amz-decoded-content-length': length } = headers;
  if (!payload.startsWith('STREAMING-')) {
    return { body, headers };
  }
  const { bytes, trailers } = readChunks(body);
  if (length !== undefined && Number(length) !== bytes.length) {
    throw incomplete();
  }
  return { body: bytes, headers: { ...headers, ...trailers } };
}

/** `5;extension\r\nhello\r\n0\r\nname:value\r\n\r\n` */
function readChunks(body: Buffer): {
  readonly bytes: Buffer;
  readonly trailers: Record<string, string>;
} {
  const chunks: Buffer[] = [];
  let at = 0;
  for (;;) {
    const end = body.indexOf('\r\n', at);
    const [size = ''] = body.toString('latin1', at, Math.max(at, end)).split(';');
    if (end < 0 || !/^[\da-f]{1,8}$/i.test(size)) {
      throw incomplete();
    }
    const from = end + 2;
    const to = from + Number.parseInt(size, 16);
    if (to === from) {
      return { bytes: Buffer.concat(chunks), trailers: readTrailers(body.toString('utf8', from)) };
    }
    if (to > body.length) {
      throw incomplete();
    }
    chunks.push(body.subarray(from, to));
    at = to + 2;
  }
}

function readTrailers(text: string): Record<string, string> {
  return Object.fromEntries(
    text
      .split('\r\n')
      .map((line) => line.split(':'))
      .filter(([, ...value]) => value.length > 0)
      .map(([name = '', ...value]) => [name.trim().toLowerCase(), value.join(':').trim()]),
  );
}

const digests: Readonly<Record<string, (body: Buffer) => string>> = {
  'content-md5': hash('md5'),
  'x-amz-checksum-crc32': (body) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(crc32(body));
    return bytes.toString('base64');
  },
  'x-amz-checksum-sha1': hash('sha1'),
  'x-amz-checksum-sha256': hash('sha256'),
};

/** @throws {AwsError} BadDigest (400) for a body that is not what one of its checksums says */
export function verifyDigests({ body, headers }: ObjectBody): void {
  for (const [name, digest] of Object.entries(digests)) {
    const claimed = headers[name];
    if (claimed !== undefined && claimed !== digest(body)) {
      throw badRequest(
        'BadDigest',
        `The ${name} you specified did not match the calculated checksum.`,
      );
    }
  }
}

function hash(algorithm: string): (body: Buffer) => string {
  return (body) => createHash(algorithm).update(body).digest('base64');
}

function incomplete() {
  return badRequest(
    'IncompleteBody',
    'You did not provide the number of bytes specified by the Content-Length HTTP header.',
  );
}
