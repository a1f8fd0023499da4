import { asList, asText, type Node } from './ast.ts';
import { compileExpression, type Expression } from './expression.ts';
import { Double, isNumber, isWhole, wholeNumber, type JavaNumber } from './java-number.ts';
import { isTrue, javaEquals, javaText } from './java-text.ts';
import { TemplateError } from './template-error.ts';

/** Compiles arithmetic, comparison and logic with Velocity's rules for integers and null. */
export function compileMath(node: Node): Expression {
  const operator = asText(node.operator);
  const [left, right] = asList(node.expression).map(compileExpression);
  if (left === undefined) {
    throw new TemplateError(`The operator ${operator} has no operand`);
  }
  if (operator === 'parenthesis') {
    return left;
  }
  if (operator === 'not') {
    return (scope) => !isTrue(left(scope));
  }
  if (operator === 'minus') {
    return (scope) => arithmetic('-', 0, left(scope));
  }
  if (right === undefined) {
    throw new TemplateError(`The operator ${operator} needs two operands`);
  }
  if (operator === '&&') {
    return (scope) => isTrue(left(scope)) && isTrue(right(scope));
  }
  if (operator === '||') {
    return (scope) => isTrue(left(scope)) || isTrue(right(scope));
  }
  return (scope) => binary(operator, left(scope), right(scope));
}

function binary(operator: string, left: unknown, right: unknown): unknown {
  if (operator === '==') {
    return javaEquals(left, right);
  }
  if (operator === '!=') {
    return !javaEquals(left, right);
  }
  if (operator === '+' && (typeof left === 'string' || typeof right === 'string')) {
    return javaText(left) + javaText(right);
  }
  return arithmetic(operator, left, right);
}

/** Null when an operand is not a number or the divisor is zero; whole numbers have a whole quotient. */
function arithmetic(operator: string, left: unknown, right: unknown): unknown {
  if (!isNumber(left) || !isNumber(right)) {
    return '<>='.includes(operator.charAt(0)) ? false : null;
  }
  switch (operator) {
    case '<':
      return left < right;
    case '>':
      return left > right;
    case '<=':
      return left <= right;
    case '>=':
      return left >= right;
    default:
      return compute(operator, left, right);
  }
}

const ofDoubles: Readonly<Record<string, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': (left, right) => left % right,
};

const ofWholeNumbers: Readonly<Record<string, (left: bigint, right: bigint) => bigint>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': (left, right) => left % right,
};

function compute(operator: string, left: JavaNumber, right: JavaNumber): JavaNumber | null {
  const [doubles, wholeNumbers] = [ofDoubles[operator], ofWholeNumbers[operator]];
  if (doubles === undefined || wholeNumbers === undefined) {
    throw new TemplateError(`The operator ${operator} is not modelled`);
  }
  if ('/%'.includes(operator) && Number(right) === 0) {
    return null;
  }
  return isWhole(left) && isWhole(right)
    ? wholeNumber(wholeNumbers(BigInt(left), BigInt(right)))
    : new Double(doubles(Number(left), Number(right)));
}
