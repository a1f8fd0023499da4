import { stripVTControlCharacters } from 'node:util';

/** What no page and no XML may hold: control characters, and those that turn the reading around. */
const forbidden = /[^\P{Cc}\t\n\r]|[\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF]/gu;

/** Text of any source as it may be shown: no colours of a terminal, nothing that is no text. */
export function plainText(text: string): string {
  return stripVTControlCharacters(text).toWellFormed().replace(forbidden, '\uFFFD');
}
