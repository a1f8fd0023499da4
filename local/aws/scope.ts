import { AwsError } from './errors.ts';
import type { WireRequest } from './protocols/protocol.ts';

/** Whom and what a signed request addresses. */
export interface Scope {
  /** Twelve digits: the access key id when it is one, else `000000000000`. */
  readonly account: string;
  readonly region: string;
  /** Signing name: `lambda`. */
  readonly service: string;
}

/**
 * Reads the SigV4 credential scope from the `Authorization` header or, of a presigned request, from
 * `X-Amz-Credential`. The signature itself is not verified.
 *
 * @throws {AwsError} `MissingAuthenticationTokenException` 403 without credentials,
 *   `IncompleteSignatureException` 400 when the scope is malformed
 */
export function readScope(request: WireRequest): Scope {
  const credential = findCredential(request);
  if (credential === undefined) {
    throw new AwsError('MissingAuthenticationTokenException', 403, 'Missing Authentication Token');
  }
  const [accessKey = '', , region = '', service = '', terminator] = credential.split('/');
  if (terminator !== 'aws4_request' || !/^[a-z0-9-]{1,32}$/.test(region) || service === '') {
    throw new AwsError('IncompleteSignatureException', 400, `Malformed credential: ${credential}`);
  }
  return { account: /^\d{12}$/.test(accessKey) ? accessKey : '000000000000', region, service };
}

function findCredential(request: WireRequest): string | undefined {
  const header = /Credential=([^,\s]+)/.exec(request.headers.authorization ?? '');
  return header?.[1] ?? new URLSearchParams(request.rawQuery).get('X-Amz-Credential') ?? undefined;
}
