import { TemplateError } from './template-error.ts';

/** A Java `double`: it stays one when it is whole, and prints as one, `5.0`. */
export class Double {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }

  valueOf(): number {
    return this.value;
  }

  /** As `Double.toString` has it: `1.5`, `2.0`, `1.0E10`. */
  toString(): string {
    const { value } = this;
    const size = Math.abs(value);
    if (!Number.isFinite(value)) {
      return String(value);
    }
    if (size === 0 || (size >= 1e-3 && size < 1e7)) {
      return withFraction(String(value));
    }
    const [digits = '', exponent = ''] = value.toExponential().split('e');
    return `${withFraction(digits)}E${exponent.replace('+', '')}`;
  }

  toJSON(): unknown {
    return Number.isFinite(this.value) ? rawJson(this.toString()) : null;
  }
}

/** What a template computes with: whole numbers of any size, and doubles. */
export type JavaNumber = number | bigint | Double;

export function isNumber(value: unknown): value is JavaNumber {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof Double;
}

export function isWhole(value: JavaNumber): value is number | bigint {
  return typeof value === 'bigint' || Number.isInteger(value);
}

/** The whole number: a `bigint` only where a `number` could not hold it. */
export function wholeNumber(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** A number as it is written in JSON or a template. */
export function readNumber(text: string): JavaNumber {
  return /^-?\d+$/.test(text) ? wholeNumber(BigInt(text)) : new Double(Number(text));
}

/** @throws {TemplateError} for what is not a whole number, as Java's `Integer.parseInt` does */
export function parseWhole(text: string): number | bigint {
  if (!/^[+-]?\d+$/.test(text)) {
    throw new TemplateError(`For input string: "${text}"`);
  }
  return wholeNumber(BigInt(text));
}

/** @throws {TemplateError} for what is not a number, as Java's `Double.parseDouble` does */
export function parseDouble(text: string): Double {
  const value = Number(text);
  if (text.trim() === '' || Number.isNaN(value)) {
    throw new TemplateError(`For input string: "${text}"`);
  }
  return new Double(value);
}

/** What JavaScript's own reading would round, or make a whole number of a double. */
const needsSource = /\d[.eE]|\d{16}/;

/**
 * Parses JSON with its numbers as Java has them.
 * @throws {SyntaxError} for what is not JSON
 */
export function parseJavaJson(text: string): unknown {
  const value: unknown = needsSource.test(text)
    ? JSON.parse(text, (_key, member: unknown, ...[context]: { source: string }[]) =>
        typeof member === 'number' && context !== undefined ? readNumber(context.source) : member,
      )
    : JSON.parse(text);
  return value;
}

/** @returns undefined for undefined, as `JSON.stringify` does */
export function javaJson(value: unknown): string | undefined {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'bigint' ? rawJson(String(member)) : member,
  );
}

interface RawJson {
  rawJSON(text: string): unknown;
}

function rawJson(text: string): unknown {
  return (JSON as unknown as RawJson).rawJSON(text);
}

function withFraction(digits: string): string {
  return digits.includes('.') ? digits : `${digits}.0`;
}
