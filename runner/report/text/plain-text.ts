import { stripVTControlCharacters } from 'node:util';

/** What no page and no XML may hold: control characters, and those that turn the reading around. */
// eslint-disable-next-line no-control-regex -- they are what is taken out
const forbidden =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF]/g;

/** Text of any source as it may be shown: no colours of a terminal, nothing that is no text. */
export function plainText(text: string): string {
  return stripVTControlCharacters(text).toWellFormed().replace(forbidden, '\uFFFD');
}
