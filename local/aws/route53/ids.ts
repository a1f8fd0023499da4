import { randomInt } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** An id as Route 53 makes them: `Z` for a zone, `C` for a change, and 20 letters and digits. */
export function newId(kind: 'Z' | 'C'): string {
  return kind + Array.from({ length: 20 }, () => alphabet.charAt(randomInt(36))).join('');
}
