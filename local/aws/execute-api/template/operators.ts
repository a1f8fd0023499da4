import { asList, asText, type Node } from './ast.ts';
import { compileExpression, type Expression } from './expression.ts';
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

/** Null when an operand is not a number or the divisor is zero; integers divide to an integer. */
function arithmetic(operator: string, left: unknown, right: unknown): unknown {
  if (typeof left !== 'number' || typeof right !== 'number') {
    return '<>='.includes(operator.charAt(0)) ? false : null;
  }
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return divide(left, right);
    case '%':
      return right === 0 ? null : left % right;
    case '<':
      return left < right;
    case '>':
      return left > right;
    case '<=':
      return left <= right;
    case '>=':
      return left >= right;
    default:
      throw new TemplateError(`The operator ${operator} is not modelled`);
  }
}

function divide(left: number, right: number): number | null {
  if (right === 0) {
    return null;
  }
  const whole = Number.isInteger(left) && Number.isInteger(right);
  return whole ? Math.trunc(left / right) : left / right;
}
