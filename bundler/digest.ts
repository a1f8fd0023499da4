import { createHash } from 'node:crypto';

/** @returns Base64 of the SHA-256 of the bytes: what Lambda reports as `CodeSha256`. */
export function codeSha256Of(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('base64');
}

/** `sha256:` and 64 hexadecimal digits: how attestations and CI systems write a file's digest. */
export function formatDigest(codeSha256: string): string {
  return `sha256:${Buffer.from(codeSha256, 'base64').toString('hex')}`;
}

const sha256Bytes = 32;

/**
 * Reads a SHA-256 as {@link formatDigest} writes it, as `sha256sum` does, or as Lambda does.
 *
 * @returns it as Lambda does; undefined for anything else.
 */
export function parseDigest(text: string): string | undefined {
  const [, hex] = /^(?:sha256:)?([0-9a-f]{64})$/i.exec(text) ?? [];
  if (hex !== undefined) {
    return Buffer.from(hex, 'hex').toString('base64');
  }
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === sha256Bytes && bytes.toString('base64') === text ? text : undefined;
}
