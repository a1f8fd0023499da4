import { stripVTControlCharacters } from 'node:util';

/** HTML that was written here, and not by somebody else. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Value = string | number | Markup | readonly Markup[] | undefined;

/** HTML with values in it, each of which is text, whatever it holds; markup stays what it is. */
export function markup(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return new Markup(
    parts.map((part, at) => (at === 0 ? part : `${render(values[at - 1])}${part}`)).join(''),
  );
}

function render(value: Value): string {
  if (value === undefined) {
    return '';
  }
  if (value instanceof Markup) {
    return value.text;
  }
  return typeof value === 'object'
    ? value.map(({ text }) => text).join('')
    : escape(plain(String(value)));
}

/** What no page may hold: control characters, and those that turn the reading around. */
const forbidden = /[^\P{Cc}\t\n\r]|[\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF]/gu;

function plain(text: string): string {
  return stripVTControlCharacters(text).toWellFormed().replace(forbidden, '\uFFFD');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
