import { TemplateError } from './template-error.ts';

const compiled = new Map<string, RegExp>();
const cacheLimit = 1000;

/** Possessive quantifiers and atomic groups have no counterpart in JavaScript. */
const unsupported = /[*+?}]\+|\(\?>/;
const leadingFlags = /^\(\?([ims]+)\)/;
const posixClasses: Readonly<Record<string, string>> = {
  Lower: 'a-z',
  Upper: 'A-Z',
  Alpha: 'a-zA-Z',
  Digit: '0-9',
  Alnum: 'a-zA-Z0-9',
  Punct: '!-\\/:-@\\[-`{-~',
  Space: '\\s',
  XDigit: '0-9a-fA-F',
};

/**
 * A Java regular expression as a JavaScript one: `(?s)` and its like at the start, `\Q…\E`, `\A`,
 * `\z`, `\h` and the POSIX classes are translated; what JavaScript cannot express is refused.
 */
export function javaRegex(pattern: string, flags: '' | 'g' = ''): RegExp {
  const key = `${flags}/${pattern}`;
  let regex = compiled.get(key);
  if (regex === undefined) {
    regex = compile(pattern, flags);
    if (compiled.size >= cacheLimit) {
      compiled.clear();
    }
    compiled.set(key, regex);
  }
  regex.lastIndex = 0;
  return regex;
}

/** Java's `String.matches`: the whole text, and `.` matches no line break. */
export function matchesWhole(pattern: string, text: string): boolean {
  const inline = leadingFlags.exec(pattern)?.[0] ?? '';
  return javaRegex(`${inline}^(?:${pattern.slice(inline.length)})$`).test(text);
}

/** Java's `String.replaceAll`: in the replacement `$1` is a group and `\` escapes. */
export function replaceAll(text: string, pattern: string, replacement: string): string {
  return text.replace(javaRegex(pattern, 'g'), (...match: unknown[]) =>
    expandReplacement(replacement, match),
  );
}

export function replaceFirst(text: string, pattern: string, replacement: string): string {
  return text.replace(javaRegex(pattern), (...match: unknown[]) =>
    expandReplacement(replacement, match),
  );
}

function expandReplacement(replacement: string, match: readonly unknown[]): string {
  return replacement.replace(/\\([\s\S])|\$(\d)/g, (_, literal?: string, group?: string) => {
    if (literal !== undefined) {
      return literal;
    }
    const value = match[Number(group)];
    return typeof value === 'string' ? value : '';
  });
}

function compile(pattern: string, flags: string): RegExp {
  const plain = pattern.replace(/\\Q([\s\S]*?)(?:\\E|$)/g, (_, text: string) =>
    text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'),
  );
  if (unsupported.test(withoutAtoms(plain))) {
    throw new TemplateError(`The regular expression ${pattern} uses a Java feature not modelled`);
  }
  const inline = leadingFlags.exec(plain);
  const source = plain
    .slice(inline?.[0].length ?? 0)
    .replace(/\\A/g, '^')
    .replace(/\\[zZ]/g, '$')
    .replace(/\\h/g, '[ \\t]')
    .replace(/\\p\{(\w+)\}/g, (whole, name: string) => posixClass(name) ?? whole);
  try {
    return new RegExp(source, flags + (inline?.[1] ?? ''));
  } catch (cause) {
    throw new TemplateError(`The regular expression ${pattern} is not valid`, { cause });
  }
}

/** With every escape and character class as one letter, so that only operators are left to look at. */
function withoutAtoms(source: string): string {
  return source.replace(/\\[pPkux]\{?[\w<]*[}>]?|\\[\s\S]/g, '_').replace(/\[[^\]]*\]/g, '_');
}

function posixClass(name: string): string | undefined {
  const characters = posixClasses[name];
  return characters === undefined ? undefined : `[${characters}]`;
}
