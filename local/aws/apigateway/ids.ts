import { randomInt } from 'node:crypto';

const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';

/**
 * An identifier in the form AWS gives them: lower-case letters and digits. Ten of them are 3.6e15
 * possibilities, so API ids are taken as unique over all regions.
 */
export function newId(length: 6 | 10): string {
  return Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
}
