import { javaText } from './java-text.ts';
import { javaRegex, matchesWhole, replaceAll, replaceFirst } from './java-regex.ts';
import { TemplateError } from './template-error.ts';

type StringMethod = (text: string, args: readonly unknown[]) => unknown;

const first = (args: readonly unknown[]): string => javaText(args[0]);
const second = (args: readonly unknown[]): string => javaText(args[1]);

/** The methods of `java.lang.String` that templates use. */
export const stringMethods: ReadonlyMap<string, StringMethod> = new Map<string, StringMethod>([
  ['charAt', (text, args) => substring(text, [args[0], Number(args[0]) + 1])],
  ['concat', (text, args) => text + first(args)],
  ['contains', (text, args) => text.includes(first(args))],
  ['endsWith', (text, args) => text.endsWith(first(args))],
  ['equals', (text, args) => text === args[0]],
  ['equalsIgnoreCase', (text, args) => text.toLowerCase() === first(args).toLowerCase()],
  ['indexOf', (text, args) => text.indexOf(first(args), Number(args[1] ?? 0))],
  ['isBlank', (text) => text.trim() === ''],
  ['isEmpty', (text) => text === ''],
  ['lastIndexOf', (text, args) => text.lastIndexOf(first(args), Number(args[1] ?? Infinity))],
  ['length', (text) => text.length],
  ['matches', (text, args) => matchesWhole(first(args), text)],
  ['replace', (text, args) => text.replaceAll(first(args), () => second(args))],
  ['replaceAll', (text, args) => replaceAll(text, first(args), second(args))],
  ['replaceFirst', (text, args) => replaceFirst(text, first(args), second(args))],
  ['split', (text, args) => split(text, first(args), Number(args[1] ?? 0))],
  ['startsWith', (text, args) => text.startsWith(first(args), Number(args[1] ?? 0))],
  ['substring', substring],
  ['toLowerCase', (text) => text.toLowerCase()],
  ['toString', (text) => text],
  ['toUpperCase', (text) => text.toUpperCase()],
  ['trim', (text) => text.trim()],
]);

/** Out of range is an error as in Java, not a shorter string. */
function substring(text: string, args: readonly unknown[]): string {
  const begin = Number(args[0]);
  const end = args[1] === undefined ? text.length : Number(args[1]);
  if (!(begin >= 0 && begin <= end && end <= text.length)) {
    throw new TemplateError(`String index out of range: ${String(begin)} to ${String(end)}`);
  }
  return text.slice(begin, end);
}

/** By a regular expression; without a limit, empty strings at the end are dropped. */
function split(text: string, pattern: string, limit: number): string[] {
  const parts: string[] = [];
  let from = 0;
  for (const match of text.matchAll(javaRegex(pattern, 'g'))) {
    if (limit > 0 && parts.length === limit - 1) {
      break;
    }
    if (match[0] === '' && (match.index === 0 || match.index === text.length)) {
      continue;
    }
    parts.push(text.slice(from, match.index));
    from = match.index + match[0].length;
  }
  parts.push(text.slice(from));
  if (limit === 0 && parts.length > 1) {
    while (parts.at(-1) === '') {
      parts.pop();
    }
  }
  return parts;
}
