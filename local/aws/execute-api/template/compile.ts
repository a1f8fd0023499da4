import { asList, asNode, asText, isBlock, type Node } from './ast.ts';
import { compileExpression, compileReference, compileStep, type Expression } from './expression.ts';
import { compileForeach } from './foreach.ts';
import { isMap, isTrue, javaText, setMember } from './java-text.ts';
import { asArray } from './java-object.ts';
import { writtenText } from './parse-template.ts';
import type { Scope } from './scope.ts';
import { TemplateError } from './template-error.ts';

export type Renderer = (scope: Scope) => string;

const maxMacroDepth = 20;

/** Compiles a list of text, references, directives and blocks. */
export function compileBlocks(nodes: readonly unknown[]): Renderer {
  const parts = nodes.map(compilePart);
  return (scope) => {
    let text = '';
    for (const part of parts) {
      text += part(scope);
      if (scope.breaking) {
        break;
      }
    }
    return text;
  };
}

function compilePart(part: unknown): Renderer {
  if (typeof part === 'string') {
    const text = writtenText(part);
    return () => text;
  }
  if (isBlock(part)) {
    return compileBlock(part);
  }
  const node = asNode(part);
  switch (node.type) {
    case 'references': {
      const reference = compileReference(node);
      return (scope) => javaText(reference(scope));
    }
    case 'set':
      return compileSet(node);
    case 'comment':
      return () => '';
    case 'raw':
      return () => asText(node.value);
    case 'break':
      return (scope) => {
        scope.breaking = true;
        return '';
      };
    case 'macro_call':
      return compileMacroCall(node);
    default:
      throw new TemplateError(`The directive #${node.type} is not modelled`);
  }
}

function compileBlock(block: readonly unknown[]): Renderer {
  const [first, ...body] = block;
  const node = asNode(first);
  if (node.type === 'if') {
    return compileIf(block);
  }
  if (node.type === 'foreach') {
    return compileForeach(node, compileBlocks(body));
  }
  const renderer = compileBlocks(body);
  if (node.type === 'define') {
    return define(asText(node.id), renderer);
  }
  if (node.type !== 'macro') {
    throw new TemplateError(`The block #${node.type} is not modelled`);
  }
  const parameters = asList(node.args).map((argument) => asText(asNode(argument).id));
  return (scope) => {
    scope.macros.set(asText(node.id), { parameters, body: renderer });
    return '';
  };
}

function define(name: string, renderer: Renderer): Renderer {
  return (scope) => {
    scope.definitions.set(name, renderer);
    return '';
  };
}

/** The parser writes `#if`, `#elseif` and `#else` into one list, each before what it guards. */
function compileIf(block: readonly unknown[]): Renderer {
  const branches: { condition: Expression; nodes: unknown[] }[] = [];
  for (const part of block) {
    const type = typeof part === 'string' || isBlock(part) ? '' : asNode(part).type;
    if (type === 'if' || type === 'elseif') {
      branches.push({ condition: compileExpression(asNode(part).condition), nodes: [] });
    } else if (type === 'else') {
      branches.push({ condition: () => true, nodes: [] });
    } else {
      branches.at(-1)?.nodes.push(part);
    }
  }
  const compiled = branches.map(({ condition, nodes }) => ({
    condition,
    body: compileBlocks(nodes),
  }));
  return (scope) => compiled.find(({ condition }) => isTrue(condition(scope)))?.body(scope) ?? '';
}

/** As in Velocity 1, setting to null leaves the old value. */
function compileSet(node: Node): Renderer {
  const [target, source] = asList(node.equal);
  const reference = asNode(target);
  const name = asText(reference.id);
  const value = compileExpression(source);
  const path = asList(reference.path);
  const last = path.at(-1);
  if (last === undefined) {
    return (scope) => {
      const result = value(scope);
      if (result !== null && result !== undefined) {
        scope.variables.set(name, result);
      }
      return '';
    };
  }
  const steps = path.slice(0, -1).map(compileStep);
  const key = memberKey(asNode(last));
  return (scope) => {
    let owner = scope.variables.get(name);
    for (const step of steps) {
      owner = step(owner, scope);
    }
    setIn(owner, key(scope), value(scope));
    return '';
  };
}

function memberKey(node: Node): Expression {
  if (node.type === 'index') {
    return compileExpression(node.id);
  }
  if (node.type !== 'property') {
    throw new TemplateError('#set cannot assign to a method call');
  }
  return () => asText(node.id);
}

function setIn(owner: unknown, key: unknown, value: unknown): void {
  if (value === null || value === undefined) {
    return;
  }
  const list = asArray(owner);
  if (list !== undefined && Number.isInteger(key)) {
    list[Number(key)] = value;
  } else if (isMap(owner)) {
    setMember(owner, javaText(key), value);
  }
}

function compileMacroCall(node: Node): Renderer {
  const name = asText(node.id);
  const args = asList(node.args).map(compileExpression);
  return (scope) => {
    const macro = scope.macros.get(name);
    if (macro === undefined) {
      throw new TemplateError(`The directive #${name} is not modelled`);
    }
    if (scope.depth >= maxMacroDepth) {
      throw new TemplateError(`The macro #${name} calls itself without end`);
    }
    const values = args.map((argument) => argument(scope));
    return scope.during(macro.parameters, () => {
      for (const [index, parameter] of macro.parameters.entries()) {
        scope.variables.set(parameter, values[index]);
      }
      scope.depth += 1;
      try {
        return macro.body(scope);
      } finally {
        scope.depth -= 1;
      }
    });
  };
}
