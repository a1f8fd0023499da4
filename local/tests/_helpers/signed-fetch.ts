import { Hash } from '@smithy/core/serde';
import { SignatureV4 } from '@smithy/signature-v4';

import { account, region, testSecret } from './account.ts';

interface Signing {
  readonly service?: string;
  readonly region?: string;
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  readonly sessionToken?: string;
  readonly signingDate?: Date;
  /** Whether the body's hash is sent along; it is signed anyway. */
  readonly applyChecksum?: boolean;
}

interface Request {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface SignedRequest {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
}

/** What `fetch` takes to send a request that the test's account has signed. */
export async function signed(
  url: string,
  { method = 'GET', headers = {}, body }: Request = {},
  signing: Signing = {},
): Promise<SignedRequest> {
  const { host, pathname, protocol, hostname, searchParams } = new URL(url);
  const request = await signer(signing).sign(
    {
      method,
      protocol,
      hostname,
      path: pathname,
      query: Object.fromEntries(searchParams),
      headers: { ...headers, host },
      body,
    },
    signing.signingDate === undefined ? {} : { signingDate: signing.signingDate },
  );
  return { method, headers: request.headers, ...(body === undefined ? {} : { body }) };
}

/** Signs as {@link signed} does, and sends. */
export async function signedFetch(
  url: string,
  request?: Request,
  signing?: Signing,
): Promise<Response> {
  return fetch(url, await signed(url, request, signing));
}

/** The address of a presigned GET. */
export async function presigned(
  url: string,
  signing: Signing = {},
  expiresIn = 60,
): Promise<string> {
  const { host, pathname, protocol, hostname, searchParams } = new URL(url);
  const { query = {} } = await signer(signing).presign(
    {
      method: 'GET',
      protocol,
      hostname,
      path: pathname,
      query: Object.fromEntries(searchParams),
      headers: {
        host,
        ...(signing.service === 's3' && { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }),
      },
    },
    { expiresIn, ...(signing.signingDate && { signingDate: signing.signingDate }) },
  );
  const pairs = Object.entries(query).map((pair) =>
    pair.map(String).map(encodeURIComponent).join('='),
  );
  return `${protocol}//${host}${pathname}?${pairs.join('&')}`;
}

function signer({
  service = 'local',
  accessKeyId = account,
  secretAccessKey = testSecret,
  sessionToken,
  applyChecksum = true,
  ...of
}: Signing): SignatureV4 {
  return new SignatureV4({
    service,
    region: of.region ?? region,
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) },
    applyChecksum,
    uriEscapePath: service !== 's3',
    sha256: Hash.bind(undefined, 'sha256'),
  });
}
