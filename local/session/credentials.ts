import { createHash, createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** What commands sign with. The server makes them, and writes them where only this user reads. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Reads the credentials of the running server; undefined when there are none. */
export function readCredentials(file: string): Credentials | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isCredentials(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isCredentials(value: unknown): value is Credentials {
  return (
    typeof value === 'object' &&
    value !== null &&
    'accessKeyId' in value &&
    typeof value.accessKeyId === 'string' &&
    'secretAccessKey' in value &&
    typeof value.secretAccessKey === 'string'
  );
}

/**
 * The headers that sign a request without query to the server's own paths, by SigV4. Made
 * here, since loading the SDK's signer takes longer than the whole exchange.
 *
 * @param url `http://127.0.0.1:PORT/_local/stop`
 */
export function signHeaders(
  method: string,
  url: string,
  { accessKeyId, secretAccessKey }: Credentials,
  body = '',
): { readonly authorization: string; readonly 'x-amz-date': string } {
  const { host, pathname } = new URL(url);
  const date = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const scope = [date.slice(0, 8), 'local', 'local', 'aws4_request'];
  const request = [
    ...[method, pathname, '', `host:${host}`, `x-amz-date:${date}`, ''],
    ...['host;x-amz-date', createHash('sha256').update(body).digest('hex')],
  ].join('\n');
  const hash = createHash('sha256').update(request).digest('hex');
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`);
  const text = ['AWS4-HMAC-SHA256', date, scope.join('/'), hash].join('\n');
  const signature = hmac(key, text).toString('hex');
  const credential = [accessKeyId, ...scope].join('/');
  return {
    authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host;x-amz-date, Signature=${signature}`,
    'x-amz-date': date,
  };
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
