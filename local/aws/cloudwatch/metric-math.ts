import { notImplemented } from '../not-implemented.ts';
import { validationError } from './errors.ts';
import { Tokens } from './tokens.ts';

/** Values by the time their period starts, in milliseconds since the epoch. */
export type Series = ReadonlyMap<number, number>;

/** What an expression is about: a number, a time series, or several. */
export type Operand = number | Series | readonly Series[];

/**
 * Evaluates metric math: arithmetic and comparisons of numbers and series, and the functions SUM, AVG, MIN,
 * MAX, ABS, CEIL, FLOOR and METRICS. Two series are joined where both have a value.
 *
 * @param find the series of an id, or all of them with none
 * @throws {ValidationError | NotImplemented} for what is no expression, or for another function.
 */
export function evaluateMath(expression: string, find: (id?: string) => Operand): Operand {
  const pattern = /\s*([A-Za-z]\w*|\d+(?:\.\d+)?|"[^"]*"|[<>=!]=|\S)/g;
  const tokens = new Tokens(expression, pattern, () =>
    validationError(
      `Error in expression '${expression}': it could not be parsed or refers to an unknown id`,
    ),
  );
  return new MathParser(tokens, find).whole();
}

const levels: readonly Readonly<Record<string, (a: number, b: number) => number>>[] = [
  {
    '<': (a, b) => Number(a < b),
    '>': (a, b) => Number(a > b),
    '<=': (a, b) => Number(a <= b),
    '>=': (a, b) => Number(a >= b),
    '==': (a, b) => Number(a === b),
    '!=': (a, b) => Number(a !== b),
  },
  { '+': (a, b) => a + b, '-': (a, b) => a - b },
  { '*': (a, b) => a * b, '/': (a, b) => a / b },
  { '^': (a, b) => a ** b },
];

class MathParser {
  readonly #tokens: Tokens;
  readonly #find: (id?: string) => Operand;

  constructor(tokens: Tokens, find: (id?: string) => Operand) {
    this.#tokens = tokens;
    this.#find = find;
  }

  whole(): Operand {
    const result = this.#binary(0);
    if (!this.#tokens.isAtEnd) {
      throw this.#tokens.wrong();
    }
    return result;
  }

  #binary(level: number): Operand {
    const operators = levels[level];
    if (operators === undefined) {
      return this.#unary();
    }
    let left = this.#binary(level + 1);
    for (;;) {
      const apply = operators[this.#tokens.peek()];
      if (apply === undefined) {
        return left;
      }
      this.#tokens.read();
      left = combine(left, this.#binary(level + 1), apply);
    }
  }

  #unary(): Operand {
    if (this.#tokens.take('-')) {
      return combine(0, this.#unary(), (zero, value) => zero - value);
    }
    return this.#operand();
  }

  #operand(): Operand {
    const token = this.#tokens.read();
    if (token === '(') {
      const inner = this.#binary(0);
      this.#tokens.expect(')');
      return inner;
    }
    if (token === '[') {
      return this.#list(']').flatMap(seriesOf);
    }
    if (/^\d/.test(token)) {
      return Number(token);
    }
    if (/^[A-Z]/.test(token)) {
      this.#tokens.expect('(');
      return callFunction(token, this.#list(')'), this.#find);
    }
    if (/^[a-z]/.test(token)) {
      return this.#find(token);
    }
    throw this.#tokens.wrong();
  }

  #list(end: string): Operand[] {
    const items: Operand[] = [];
    while (!this.#tokens.take(end)) {
      if (items.length > 0) {
        this.#tokens.expect(',');
      }
      items.push(this.#binary(0));
    }
    return items;
  }
}

const aggregates: Readonly<Record<string, (values: readonly number[]) => number>> = {
  SUM: sum,
  AVG: (values) => sum(values) / values.length,
  MIN: (values) => Math.min(...values),
  MAX: (values) => Math.max(...values),
};

const scalars: Readonly<Record<string, (value: number) => number>> = {
  ABS: Math.abs,
  CEIL: Math.ceil,
  FLOOR: Math.floor,
};

function callFunction(
  name: string,
  parameters: readonly Operand[],
  find: (id?: string) => Operand,
): Operand {
  const [first = []] = parameters;
  if (name === 'METRICS' && parameters.length === 0) {
    return find();
  }
  const scalar = scalars[name];
  if (scalar !== undefined) {
    return combine(first, 0, (value) => scalar(value));
  }
  const aggregate = aggregates[name];
  if (aggregate !== undefined) {
    return aggregated(first, aggregate);
  }
  throw notImplemented(`monitoring:GetMetricData with the function ${name} of metric math`);
}

/** Of one series its total, a number; of several, a series of what they have at each time. */
function aggregated(operand: Operand, aggregate: (values: readonly number[]) => number): Operand {
  if (typeof operand === 'number') {
    return operand;
  }
  if (operand instanceof Map) {
    return aggregate([...operand.values()]);
  }
  const all = seriesOf(operand);
  const times = new Set(all.flatMap((series) => [...series.keys()]));
  return new Map(
    [...times].map((time) => [
      time,
      aggregate(all.map((series) => series.get(time)).filter((value) => value !== undefined)),
    ]),
  );
}

export function seriesOf(operand: Operand): readonly Series[] {
  if (typeof operand === 'number') {
    return [];
  }
  return isSeries(operand) ? [operand] : operand;
}

function isSeries(operand: Series | readonly Series[]): operand is Series {
  return operand instanceof Map;
}

function combine(left: Operand, right: Operand, apply: (a: number, b: number) => number): Operand {
  if (typeof left === 'number') {
    return typeof right === 'number'
      ? apply(left, right)
      : mapped(right, (value) => apply(left, value));
  }
  if (typeof right === 'number') {
    return mapped(left, (value) => apply(value, right));
  }
  if (isSeries(left)) {
    return isSeries(right)
      ? joined(left, right, apply)
      : right.map((each) => joined(left, each, apply));
  }
  return isSeries(right)
    ? left.map((each) => joined(each, right, apply))
    : left.map((each, index) => joined(each, right[index] ?? new Map(), apply));
}

function mapped(operand: Series | readonly Series[], change: (value: number) => number): Operand {
  const changed = (series: Series): Series =>
    new Map([...series].map(([time, value]) => [time, change(value)]));
  return isSeries(operand) ? changed(operand) : operand.map(changed);
}

function joined(left: Series, right: Series, apply: (a: number, b: number) => number): Series {
  const values = new Map<number, number>();
  for (const [time, value] of left) {
    const other = right.get(time);
    const result = other === undefined ? Number.NaN : apply(value, other);
    if (Number.isFinite(result)) {
      values.set(time, result);
    }
  }
  return values;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
