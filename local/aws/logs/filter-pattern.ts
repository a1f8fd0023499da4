import { notImplemented } from '../not-implemented.ts';
import { invalidParameter } from './errors.ts';
import { parseJsonPattern } from './json-pattern.ts';

/** True when a message is wanted. */
export type MessageFilter = (message: string) => boolean;

/**
 * Reads the filter pattern of FilterLogEvents: terms, `"quoted phrases"`, `?optional` and `-excluded` ones
 * (case counts, a term may be anywhere in the message), or a JSON selector `{ $.level = "ERROR" }`.
 * @throws {InvalidParameterException} for a pattern that CloudWatch Logs would refuse, NotImplemented for regular
 * expressions (`%…%`) and space-delimited patterns (`[a, b]`).
 */
export function parseFilterPattern(pattern: string): MessageFilter {
  const text = pattern.trim();
  if (text.startsWith('{')) {
    return parseJsonPattern(text);
  }
  if (text.startsWith('[')) {
    throw notImplemented('logs:FilterLogEvents with a space-delimited filterPattern ([a, b, ...])');
  }
  if (text.includes('%') && /(?:^|\s)[?-]?%/.test(text)) {
    throw notImplemented('logs:FilterLogEvents with a regular expression in filterPattern (%...%)');
  }
  return matchTerms(readTerms(text));
}

interface Term {
  readonly kind: 'required' | 'optional' | 'excluded';
  readonly text: string;
}

/** `-` and `?` before a term; then a quoted phrase, or letters, digits and underscores. */
const term = /([?-]?)(?:"((?:[^"\\]|\\.)*)"|(\w+))(?:\s+|$)/y;

function readTerms(text: string): Term[] {
  const terms: Term[] = [];
  term.lastIndex = 0;
  while (term.lastIndex < text.length) {
    const match = term.exec(text);
    if (match === null) {
      throw invalidParameter(
        'Invalid filter pattern: a term with other than letters, digits and underscores must be in double quotes',
      );
    }
    const kind = match[1] === '-' ? 'excluded' : match[1] === '?' ? 'optional' : 'required';
    terms.push({ kind, text: match[2]?.replace(/\\(.)/g, '$1') ?? match[3] ?? '' });
  }
  return terms;
}

function matchTerms(terms: readonly Term[]): MessageFilter {
  const texts = (kind: Term['kind']): string[] =>
    terms.filter((one) => one.kind === kind).map((one) => one.text);
  const [required, optional, excluded] = [texts('required'), texts('optional'), texts('excluded')];
  return (message) =>
    required.every((text) => message.includes(text)) &&
    !excluded.some((text) => message.includes(text)) &&
    (optional.length === 0 ||
      required.length > 0 ||
      optional.some((text) => message.includes(text)));
}
