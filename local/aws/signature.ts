import { createHash, timingSafeEqual } from 'node:crypto';

import { Hash } from '@smithy/core/serde';
import { SignatureV4 } from '@smithy/signature-v4';

import { notImplemented } from './not-implemented.ts';
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
  const query = parseQuery(request.rawQuery);
  const [accessKeyId = '', shortDate = '', region = '', service = ''] = claim.credential.split('/');
  const payload = signedPayload(request, service === 's3' ? { ofS3: claim } : {});
  if (!claim.signedHeaders.includes('host') || payload === undefined) {
    return false;
  }
  if (query === undefined || !claim.date.startsWith(`${shortDate}T`)) {
    return false;
  }
  const signer = new Resigner({
    credentials: { accessKeyId, secretAccessKey },
    region,
    service,
    sha256: Hash.bind(undefined, 'sha256'),
    // S3 alone signs a path as it is sent.
    uriEscapePath: service !== 's3',
  });
  const expected = Buffer.from(await signer.resign(request, { query, payload }, claim));
  const given = Buffer.from(claim.signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** The library signs requests for clients; this makes the signature that a client should have made. */
class Resigner extends SignatureV4 {
  async resign(
    request: WireRequest,
    { query, payload }: { readonly query: Record<string, string[]>; readonly payload: string },
    { credential, signedHeaders, date }: Claim,
  ): Promise<string> {
    const { method, rawPath: path, headers } = request;
    const canonicalHeaders = Object.fromEntries(
      signedHeaders.map((name) => [name, (headers[name] ?? '').trim().replaceAll(/\s+/g, ' ')]),
    );
    const canonicalRequest = this.createCanonicalRequest(
      { method, path, query, headers: {}, protocol: 'http:', hostname: '' },
      canonicalHeaders,
      payload,
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

/** What stands for a body in S3's signatures that is not signed itself; of one that is streamed, its chunks have the rest. */
const unsigned = ['UNSIGNED-PAYLOAD', 'STREAMING-UNSIGNED-PAYLOAD-TRAILER'];

/**
 * What was signed in the place of the body: its hash, and for S3 also that it was not.
 *
 * @returns undefined where a client sends another hash along than the body's
 */
function signedPayload(
  { headers, body }: WireRequest,
  { ofS3 }: { readonly ofS3?: Claim },
): string | undefined {
  const isPresigned = ofS3?.expires !== undefined;
  const claimed = headers['x-amz-content-sha256'] ?? (isPresigned ? unsigned[0] : undefined);
  if (ofS3 !== undefined && claimed !== undefined && unsigned.includes(claimed)) {
    return claimed;
  }
  if (claimed?.startsWith('STREAMING-') === true) {
    throw notImplemented(`A body of ${claimed}`);
  }
  const hash = createHash('sha256').update(body).digest('hex');
  return claimed === undefined || claimed === hash ? hash : undefined;
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
