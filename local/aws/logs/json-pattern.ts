import { invalidParameter } from './errors.ts';
import type { MessageFilter } from './filter-pattern.ts';

/** A condition on a message that is a JSON object. */
type Condition = (message: object) => boolean;

const token =
  /\s*(\(|\)|\{|\}|&&|\|\||!=|<=|>=|=|<|>|\$(?:\.[A-Za-z_][\w-]*|\[\d+\]|\["[^"]+"\])+|"(?:[^"\\]|\\.)*"|[^\s(){}&|=<>!"]+)\s*/y;

/**
 * Reads a JSON selector: comparisons of a member (`$.a.b`, `$.list[0]`) with text (`*` stands for any characters),
 * a number, `TRUE`, `FALSE` or `NULL` (by `IS`), `EXISTS` and `NOT EXISTS`, joined by `&&`, `||` and parentheses.
 * A message that is not a JSON object never matches.
 * @throws {InvalidParameterException} for a selector that breaks the syntax.
 */
export function parseJsonPattern(text: string): MessageFilter {
  const condition = new SelectorParser(tokenize(text)).parse();
  return (message) => {
    const parsed = parseObject(message);
    return parsed !== undefined && condition(parsed);
  };
}

function tokenize(text: string): string[] {
  const tokens: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const match = token.exec(text);
    if (match?.[1] === undefined) {
      throw invalidSelector();
    }
    tokens.push(match[1]);
  }
  return tokens;
}

/** By recursive descent; `&&` binds tighter than `||`. */
class SelectorParser {
  readonly #tokens: string[];

  constructor(tokens: readonly string[]) {
    this.#tokens = [...tokens];
  }

  parse(): Condition {
    this.#expect('{');
    const condition = this.#any();
    this.#expect('}');
    if (this.#tokens.length > 0) {
      throw invalidSelector();
    }
    return condition;
  }

  #any(): Condition {
    const parts = [this.#all()];
    while (this.#accept('||')) {
      parts.push(this.#all());
    }
    return (message) => parts.some((part) => part(message));
  }

  #all(): Condition {
    const parts = [this.#single()];
    while (this.#accept('&&')) {
      parts.push(this.#single());
    }
    return (message) => parts.every((part) => part(message));
  }

  #single(): Condition {
    if (this.#accept('(')) {
      const condition = this.#any();
      this.#expect(')');
      return condition;
    }
    const path = readPath(this.#next());
    const test = this.#test();
    return (message) => test(path.reduce<unknown>(memberOf, message));
  }

  #test(): (value: unknown) => boolean {
    const operator = this.#next();
    switch (operator.toUpperCase()) {
      case 'IS':
        return isTest(this.#next());
      case 'NOT':
        this.#expect('EXISTS');
        return (value) => value === undefined;
      case 'EXISTS':
        return (value) => value !== undefined;
      default:
        return comparison(operator, this.#next());
    }
  }

  #next(): string {
    const next = this.#tokens.shift();
    if (next === undefined) {
      throw invalidSelector();
    }
    return next;
  }

  #accept(wanted: string): boolean {
    const found = this.#tokens[0]?.toUpperCase() === wanted;
    if (found) {
      this.#tokens.shift();
    }
    return found;
  }

  #expect(wanted: string): void {
    if (!this.#accept(wanted)) {
      throw invalidSelector();
    }
  }
}

function readPath(text: string): readonly string[] {
  if (!text.startsWith('$')) {
    throw invalidSelector();
  }
  return [...text.matchAll(/\.([A-Za-z_][\w-]*)|\[(\d+)\]|\["([^"]+)"\]/g)].map(
    ([, name, index, quoted]) => name ?? index ?? quoted ?? '',
  );
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? Reflect.get(value, key)
    : undefined;
}

function isTest(word: string): (value: unknown) => boolean {
  switch (word.toUpperCase()) {
    case 'TRUE':
      return (value) => value === true;
    case 'FALSE':
      return (value) => value === false;
    case 'NULL':
      return (value) => value === null;
    default:
      throw invalidSelector();
  }
}

function comparison(operator: string, operand: string): (value: unknown) => boolean {
  const wanted = Number(operand);
  const isNumber = !operand.startsWith('"') && !Number.isNaN(wanted);
  if (operator === '=' || operator === '!=') {
    const equal = isNumber
      ? (value: unknown) => Number(value) === wanted && value !== null && value !== ''
      : textTest(operand);
    return operator === '=' ? equal : (value) => value !== undefined && !equal(value);
  }
  if (!isNumber) {
    throw invalidSelector();
  }
  return orderTest(operator, wanted);
}

function orderTest(operator: string, wanted: number): (value: unknown) => boolean {
  const tests: Readonly<Record<string, (value: number) => boolean>> = {
    '<': (value) => value < wanted,
    '<=': (value) => value <= wanted,
    '>': (value) => value > wanted,
    '>=': (value) => value >= wanted,
  };
  const test = tests[operator];
  if (test === undefined) {
    throw invalidSelector();
  }
  return (value) => typeof value === 'number' && test(value);
}

function textTest(operand: string): (value: unknown) => boolean {
  const text = operand.startsWith('"') ? operand.slice(1, -1).replace(/\\(.)/g, '$1') : operand;
  const parts = text.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const expression = new RegExp(`^${parts.join('[^]*')}$`);
  return (value) =>
    (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') &&
    expression.test(String(value));
}

function parseObject(message: string): object | undefined {
  try {
    const value: unknown = JSON.parse(message);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function invalidSelector(): Error {
  return invalidParameter('Invalid filter pattern: the JSON selector breaks the syntax');
}
