import { createHash, timingSafeEqual } from 'node:crypto';

import { Hash } from '@smithy/core/serde';
import { SignatureV4 } from '@smithy/signature-v4';

import type { WireRequest } from './protocols/protocol.ts';

/** What a request says about its signature, in its headers or, presigned, in its query. */
export interface Claim {
  /** `KEY/20260101/eu-west-1/lambda/aws4_request` */
  readonly credential: string;
  /** Lower case, in the order of the request. */
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** `20260101T120000Z` */
  readonly date: string;
  /** Of a presigned request: for how long it holds, in seconds. */
  readonly expires?: number;
}

/** Says whether the holder of a secret made this signature for exactly this request. */
export async function isSignedWith(
  request: WireRequest,
  claim: Claim,
  secretAccessKey: string,
): Promise<boolean> {
  if (!claim.signedHeaders.includes('host') || !isBodyAsSigned(request)) {
    return false;
  }
  const query = parseQuery(request.rawQuery);
  const [accessKeyId = '', shortDate = '', region = '', service = ''] = claim.credential.split('/');
  if (query === undefined || !claim.date.startsWith(`${shortDate}T`)) {
    return false;
  }
  const signer = new Resigner({
    credentials: { accessKeyId, secretAccessKey },
    region,
    service,
    sha256: Hash.bind(undefined, 'sha256'),
  });
  const expected = Buffer.from(await signer.resign(request, query, claim));
  const given = Buffer.from(claim.signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** The library signs requests for clients; this makes the signature that a client should have made. */
class Resigner extends SignatureV4 {
  async resign(
    request: WireRequest,
    query: Record<string, string[]>,
    { credential, signedHeaders, date }: Claim,
  ): Promise<string> {
    const { method, rawPath: path, headers } = request;
    const canonicalHeaders = Object.fromEntries(
      signedHeaders.map((name) => [name, (headers[name] ?? '').trim().replaceAll(/\s+/g, ' ')]),
    );
    const canonicalRequest = this.createCanonicalRequest(
      { method, path, query, headers: {}, protocol: 'http:', hostname: '' },
      canonicalHeaders,
      bodyHash(request),
    );
    const [, ...scope] = credential.split('/');
    const text = await this.createStringToSign(
      date,
      scope.join('/'),
      canonicalRequest,
      'AWS4-HMAC-SHA256',
    );
    return this.sign(text, { signingDate: parseDate(date) });
  }
}

/** The body's hash that some clients send along is what they signed, so it has to be the body's. */
function isBodyAsSigned(request: WireRequest): boolean {
  const claimed = request.headers['x-amz-content-sha256'];
  return claimed === undefined || claimed === bodyHash(request);
}

function bodyHash({ body }: WireRequest): string {
  return createHash('sha256').update(body).digest('hex');
}

/** @returns undefined when it is not percent-encoded as it must be */
function parseQuery(rawQuery: string): Record<string, string[]> | undefined {
  const query = new Map<string, string[]>();
  try {
    for (const pair of rawQuery.split('&').filter(Boolean)) {
      const [name = '', ...value] = pair.split('=').map(decodeURIComponent);
      query.set(name, [...(query.get(name) ?? []), value.join('=')]);
    }
  } catch {
    return undefined;
  }
  return Object.fromEntries(query);
}

/** `20260101T120000Z`, as signatures write it. */
export function formatDate(ms: number): string {
  return new Date(ms).toISOString().replace(/[-:]|\.\d+/g, '');
}

/** What {@link formatDate} made; an invalid date for anything else. */
export function parseDate(date: string): Date {
  return new Date(
    date.replace(/^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/, '$1-$2-$3T$4:$5:$6Z'),
  );
}
