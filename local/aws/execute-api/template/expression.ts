import { asList, asNode, asText, isNode, type Node } from './ast.ts';
import { compileBlocks } from './compile.ts';
import { callMethod, getIndex, getProperty } from './java-object.ts';
import { Double, readNumber } from './java-number.ts';
import { setMember } from './java-text.ts';
import { compileMath } from './operators.ts';
import { parseTemplate } from './parse-template.ts';
import type { Scope } from './scope.ts';
import { TemplateError } from './template-error.ts';

export type Expression = (scope: Scope) => unknown;
/** One `.name`, `.method()` or `[index]` of a reference. */
export type Step = (target: unknown, scope: Scope) => unknown;

/** Compiles what stands on the right of `#set`, in a condition or between a method's parentheses. */
export function compileExpression(value: unknown): Expression {
  const node = asNode(value);
  switch (node.type) {
    case 'references':
      return compileReference(node);
    case 'math':
      return compileMath(node);
    case 'string':
      return compileString(node);
    case 'integer':
      return constant(readNumber(asText(node.value)));
    case 'decimal':
      return constant(new Double(Number(asText(node.value))));
    case 'bool':
      return constant(node.value === 'null' ? null : node.value === 'true');
    case 'array':
      return node.isRange === true ? compileRange(node) : compileList(node);
    case 'map':
      return compileMap(node);
    default:
      throw new TemplateError(`The template's ${node.type} is not modelled`);
  }
}

function constant(value: unknown): Expression {
  return () => value;
}

/** A literal in double quotes is a template itself; a value put into it is never read as one. */
function compileString(node: Node): Expression {
  const text = asText(node.value);
  if (node.isEval !== true || !/[#$]/.test(text)) {
    return constant(text);
  }
  return compileBlocks(parseTemplate(text));
}

function compileList(node: Node): Expression {
  const items = asList(node.value).map(compileExpression);
  return (scope) => items.map((item) => item(scope));
}

function compileRange(node: Node): Expression {
  const [from, to] = asList(node.value).map((end) =>
    isNode(end) ? compileExpression(end) : constant(Number(end)),
  );
  return (scope) => {
    const first = Number(from?.(scope));
    const last = Number(to?.(scope));
    if (!Number.isInteger(first) || !Number.isInteger(last)) {
      return [];
    }
    const length = Math.min(Math.abs(last - first) + 1, 1000);
    const direction = last < first ? -1 : 1;
    return Array.from({ length }, (_, index) => first + index * direction);
  };
}

function compileMap(node: Node): Expression {
  const members = Object.entries(node.value ?? {}).map(
    ([name, value]) => [name, compileExpression(value)] as const,
  );
  return (scope) => {
    const map: Record<string, unknown> = {};
    for (const [name, value] of members) {
      setMember(map, name, value(scope));
    }
    return map;
  };
}

export function compileReference(node: Node): Expression {
  const name = asText(node.id);
  const steps = asList(node.path).map(compileStep);
  return (scope) => {
    const definition = scope.definitions.get(name);
    let value = definition === undefined ? scope.variables.get(name) : definition(scope);
    for (const step of steps) {
      value = step(value, scope);
    }
    return value;
  };
}

export function compileStep(value: unknown): Step {
  const node = asNode(value);
  if (node.type === 'index') {
    const index = compileExpression(node.id);
    return (target, scope) => getIndex(target, index(scope));
  }
  const name = asText(node.id);
  if (node.type === 'property') {
    return (target) => getProperty(target, name);
  }
  const args = asList(node.args).map(compileExpression);
  return (target, scope) =>
    callMethod(
      target,
      name,
      args.map((argument) => argument(scope)),
    );
}
