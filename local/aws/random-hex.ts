import { randomUUID } from 'node:crypto';

/** Up to 32 hexadecimal digits, from the pool that UUIDs are made of: cheaper than bytes of their own. */
export function randomHex(digits: number): string {
  return randomUUID().replaceAll('-', '').slice(0, digits);
}
