import { createHash } from 'node:crypto';

/** SHA-256, in hexadecimal digits. */
export function digestOf(contents: Buffer): string {
  return createHash('sha256').update(contents).digest('hex');
}
