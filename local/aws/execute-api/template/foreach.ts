import { asText, type Node } from './ast.ts';
import type { Renderer } from './compile.ts';
import { compileExpression } from './expression.ts';
import { asArray } from './java-object.ts';
import { isMap } from './java-text.ts';

/** API Gateway's quota of iterations of one loop. */
const maxIterations = 1000;

/** `#foreach($item in $items)`: over a list, or over a map's values. */
export function compileForeach(node: Node, body: Renderer): Renderer {
  const items = compileExpression(node.from);
  const variable = asText(node.to);
  return (scope) => {
    const list = iterable(items(scope)).slice(0, maxIterations);
    const outer = scope.variables.get('foreach');
    return scope.during([variable, 'foreach', 'velocityCount'], () => {
      let text = '';
      for (const [index, item] of list.entries()) {
        scope.variables.set(variable, item);
        scope.variables.set('velocityCount', index + 1);
        scope.variables.set('foreach', position(index, list.length, outer));
        text += body(scope);
        if (scope.breaking) {
          break;
        }
      }
      scope.breaking = false;
      return text;
    });
  };
}

function position(index: number, length: number, parent: unknown): Record<string, unknown> {
  const hasNext = index + 1 < length;
  return { index, count: index + 1, first: index === 0, last: !hasNext, hasNext, parent };
}

function iterable(value: unknown): unknown[] {
  return asArray(value) ?? (isMap(value) ? Object.values(value) : []);
}
