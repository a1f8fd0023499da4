import type { Credential, Credentials } from './credentials.ts';
import { AwsError } from './errors.ts';
import { isCodeLocation } from './lambda/code-download.ts';
import { query } from './protocols/query.ts';
import type { WireRequest } from './protocols/protocol.ts';
import { selectProtocol } from './protocols/select.ts';
import type { Scope } from './scope.ts';
import { formatDate, isSignedWith, parseDate } from './signature.ts';
import type { Claim } from './signature.ts';

/** How far a client's clock may be off. */
const skewMinutes = 15;
const skewMs = skewMinutes * 60_000;

/** The longest time that a presigned request can hold: a week. */
const maxExpires = 604_800;

/**
 * Finds out whom and what a request addresses, and whether it is signed (SigV4) by who may.
 *
 * @throws {AwsError} 403 as AWS refuses it: without a signature, with an access key that this server
 *   does not know, with temporary credentials that have ended, with a signature that is not the one of this request, or out of its time;
 *   `IncompleteSignatureException` 400 when what it says about its signature cannot be read
 */
export async function authenticate(request: WireRequest, credentials: Credentials): Promise<Scope> {
  const refused = refusals(request);
  const claim = readClaim(request, refused);
  const [accessKeyId = '', , region = '', service = '', terminator] = claim.credential.split('/');
  if (terminator !== 'aws4_request' || !/^[a-z0-9-]{1,32}$/.test(region) || service === '') {
    throw refused.incomplete(`Malformed credential: ${claim.credential}`);
  }
  const named = { account: accessKeyId, region, service };
  if (isCodeLocation(request, named)) {
    return named;
  }
  const credential = credentials.find(accessKeyId);
  if (credential === undefined || !hasToken(request, credential)) {
    throw refused.unknownKey();
  }
  if (credentials.hasEnded(credential)) {
    throw refused.ended();
  }
  verifyTime(claim, refused);
  if (!(await isSignedWith(request, claim, credential.secretAccessKey))) {
    throw refused.badSignature(
      'The request signature we calculated does not match the signature you provided. Check your ' +
        'AWS Secret Access Key and signing method. Consult the service documentation for details.',
    );
  }
  return { account: credential.account, region, service };
}

type Refusals = ReturnType<typeof refusals>;

/** The names that services of the query protocol (IAM, STS) have for it, and those of all others. */
function refusals(request: WireRequest) {
  const isQuery = selectProtocol(request) === query;
  return {
    missing: () =>
      isQuery
        ? new AwsError('MissingAuthenticationToken', 403, 'Request is missing Authentication Token')
        : new AwsError('MissingAuthenticationTokenException', 403, 'Missing Authentication Token'),
    incomplete: (message: string) =>
      new AwsError(isQuery ? 'IncompleteSignature' : 'IncompleteSignatureException', 400, message),
    unknownKey: () =>
      new AwsError(
        isQuery ? 'InvalidClientTokenId' : 'UnrecognizedClientException',
        403,
        'The security token included in the request is invalid.',
      ),
    ended: () =>
      new AwsError(
        isQuery ? 'ExpiredToken' : 'ExpiredTokenException',
        403,
        'The security token included in the request is expired',
      ),
    badSignature: (message: string) =>
      new AwsError(isQuery ? 'SignatureDoesNotMatch' : 'InvalidSignatureException', 403, message),
  };
}

function readClaim(request: WireRequest, refused: Refusals): Claim {
  const { authorization } = request.headers;
  const search = new URLSearchParams(request.rawQuery);
  if (authorization === undefined && !search.has('X-Amz-Credential')) {
    throw refused.missing();
  }
  return authorization === undefined
    ? readPresigned(search, refused)
    : readHeader(request, authorization, refused);
}

function readHeader({ headers }: WireRequest, authorization: string, refused: Refusals): Claim {
  const [algorithm = '', ...rest] = authorization.split(' ');
  const members = new Map(
    rest
      .join(' ')
      .split(',')
      .map((member) => {
        const [name = '', ...value] = member.trim().split('=');
        return [name, value.join('=')];
      }),
  );
  const missing = ['Credential', 'Signature', 'SignedHeaders']
    .filter((name) => !members.get(name))
    .map((name) => `Authorization header requires '${name}' parameter.`);
  const date = headers['x-amz-date'];
  if (date === undefined) {
    missing.push("Authorization header requires existence of a 'X-Amz-Date' header.");
  }
  if (algorithm !== 'AWS4-HMAC-SHA256' || missing.length > 0) {
    throw refused.incomplete(missing.join(' ') || `Unsupported algorithm: ${algorithm}`);
  }
  return {
    credential: members.get('Credential') ?? '',
    signedHeaders: (members.get('SignedHeaders') ?? '').split(';'),
    signature: members.get('Signature') ?? '',
    date: date ?? '',
  };
}

function readPresigned(search: URLSearchParams, refused: Refusals): Claim {
  const read = (name: string): string => {
    const value = search.get(name);
    if (value === null) {
      throw refused.incomplete(`AWS query-string parameters must include '${name}'.`);
    }
    return value;
  };
  if (read('X-Amz-Algorithm') !== 'AWS4-HMAC-SHA256') {
    throw refused.incomplete('Unsupported algorithm in X-Amz-Algorithm');
  }
  return {
    credential: read('X-Amz-Credential'),
    signedHeaders: read('X-Amz-SignedHeaders').split(';'),
    signature: read('X-Amz-Signature'),
    date: read('X-Amz-Date'),
    expires: Math.min(Number(read('X-Amz-Expires')), maxExpires),
  };
}

/** Temporary credentials are three parts, and all of them have to be there. */
function hasToken(request: WireRequest, { sessionToken }: Credential): boolean {
  if (sessionToken === undefined) {
    return true;
  }
  const query = new URLSearchParams(request.rawQuery).get('X-Amz-Security-Token');
  return (request.headers['x-amz-security-token'] ?? query) === sessionToken;
}

/** By the machine's clock, as clients sign by it, also where a test has moved this server's. */
function verifyTime({ date, expires }: Claim, refused: Refusals): void {
  const signedAt = parseDate(date).getTime();
  const now = Date.now();
  if (Number.isNaN(signedAt)) {
    throw refused.incomplete(`Date must be in ISO-8601 'basic format'. Got '${date}'.`);
  }
  const lifetimeMs = expires === undefined ? skewMs : expires * 1000;
  if (!(now <= signedAt + lifetimeMs)) {
    throw refused.badSignature(
      expires === undefined
        ? `Signature expired: ${date} is now earlier than ${formatDate(now - skewMs)} ` +
            `(${formatDate(now)} - ${String(skewMinutes)} min.)`
        : 'Signature expired: the presigned request is no longer valid.',
    );
  }
  if (signedAt > now + skewMs) {
    throw refused.badSignature(
      `Signature not yet current: ${date} is still later than ${formatDate(now + skewMs)} ` +
        `(${formatDate(now)} + ${String(skewMinutes)} min.)`,
    );
  }
}
