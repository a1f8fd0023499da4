import type { ApiDefinition, Method, Resource } from '../apigateway/state.ts';
import { decodePathSegment } from './parameters.ts';

export interface Route {
  readonly resource: Resource;
  readonly method: Method;
  readonly pathParameters: Readonly<Record<string, string>>;
}

interface PathNode {
  resource: Resource | undefined;
  readonly literals: Map<string, PathNode>;
  parameter: { readonly name: string; readonly node: PathNode } | undefined;
  greedy: { readonly name: string; readonly resource: Resource } | undefined;
}

interface PathMatch {
  readonly resource: Resource;
  readonly parameters: readonly (readonly [string, string])[];
}

/** A deployment's definition never changes, so its tree is built once. */
const trees = new WeakMap<ApiDefinition, PathNode>();

/**
 * Finds what serves a request: a literal segment goes before `{name}`, `{name}` before `{name+}`; then
 * the method goes before `ANY`. One slash at the end is ignored.
 * @param rawPath after the stage, percent-encoded
 */
export function findRoute(
  definition: ApiDefinition,
  httpMethod: string,
  rawPath: string,
): Route | undefined {
  const found = matchPath(treeOf(definition), pathSegments(rawPath), 0);
  if (found === undefined) {
    return undefined;
  }
  const { resource, parameters } = found;
  const method = resource.methods[httpMethod] ?? resource.methods.ANY;
  if (method === undefined) {
    return undefined;
  }
  return { resource, method, pathParameters: Object.fromEntries(parameters) };
}

function pathSegments(rawPath: string): readonly string[] {
  const path = rawPath.replace(/^\//, '').replace(/\/$/, '');
  return path === '' ? [] : path.split('/').map(decodePathSegment);
}

function treeOf(definition: ApiDefinition): PathNode {
  let tree = trees.get(definition);
  if (tree === undefined) {
    tree = buildTree(definition);
    trees.set(definition, tree);
  }
  return tree;
}

function buildTree(definition: ApiDefinition): PathNode {
  const root = emptyNode();
  for (const resource of Object.values(definition.resources)) {
    insert(root, resource);
  }
  return root;
}

function emptyNode(): PathNode {
  return { resource: undefined, literals: new Map(), parameter: undefined, greedy: undefined };
}

function insert(root: PathNode, resource: Resource): void {
  let node = root;
  for (const part of resource.path.split('/').filter((segment) => segment !== '')) {
    const name = /^\{([^}+]+)(\+)?\}$/.exec(part);
    if (name?.[1] === undefined) {
      node = literalChild(node, part);
    } else if (name[2] === undefined) {
      node.parameter ??= { name: name[1], node: emptyNode() };
      node = node.parameter.node;
    } else {
      node.greedy = { name: name[1], resource };
      return;
    }
  }
  node.resource = resource;
}

function literalChild(node: PathNode, part: string): PathNode {
  const child = node.literals.get(part) ?? emptyNode();
  node.literals.set(part, child);
  return child;
}

/** A resource without methods is only a step on the way to others. */
function matchPath(
  node: PathNode,
  segments: readonly string[],
  index: number,
): PathMatch | undefined {
  const segment = segments[index];
  if (segment === undefined) {
    const { resource } = node;
    if (resource === undefined || Object.keys(resource.methods).length === 0) {
      return undefined;
    }
    return { resource, parameters: [] };
  }
  const literal = node.literals.get(segment);
  const exact = literal && matchPath(literal, segments, index + 1);
  return exact ?? matchParameter(node, segments, index) ?? matchGreedy(node, segments, index);
}

function matchParameter(
  { parameter }: PathNode,
  segments: readonly string[],
  index: number,
): PathMatch | undefined {
  const value = segments[index];
  if (parameter === undefined || value === undefined || value === '') {
    return undefined;
  }
  const rest = matchPath(parameter.node, segments, index + 1);
  if (rest === undefined) {
    return undefined;
  }
  return { ...rest, parameters: [[parameter.name, value], ...rest.parameters] };
}

function matchGreedy(
  { greedy }: PathNode,
  segments: readonly string[],
  index: number,
): PathMatch | undefined {
  if (greedy === undefined) {
    return undefined;
  }
  const value = segments.slice(index).join('/');
  return { resource: greedy.resource, parameters: [[greedy.name, value]] };
}
