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
 * Finds what serves a request: a literal segment goes before `{name}`, `{name}` before `{name+}`. Among
 * them is looked for one that has the method or `ANY`, and the method goes before `ANY`. Slashes at the
 * start are one; one at the end is ignored.
 * @param rawPath after the stage, percent-encoded
 */
export function findRoute(
  definition: ApiDefinition,
  httpMethod: string,
  rawPath: string,
): Route | undefined {
  const segments = pathSegments(rawPath);
  const found = matchPath(treeOf(definition), { segments, httpMethod }, 0);
  if (found === undefined) {
    return undefined;
  }
  const { resource, parameters } = found;
  const method = methodOf(resource, httpMethod);
  if (method === undefined) {
    return undefined;
  }
  return { resource, method, pathParameters: Object.fromEntries(parameters) };
}

function pathSegments(rawPath: string): readonly string[] {
  const path = rawPath.replace(/^\/+/, '').replace(/\/$/, '');
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

interface Wanted {
  readonly segments: readonly string[];
  readonly httpMethod: string;
}

function matchPath(node: PathNode, wanted: Wanted, index: number): PathMatch | undefined {
  const segment = wanted.segments[index];
  if (segment === undefined) {
    const { resource } = node;
    return resource !== undefined && serves(resource, wanted)
      ? { resource, parameters: [] }
      : undefined;
  }
  const literal = node.literals.get(segment);
  const exact = literal && matchPath(literal, wanted, index + 1);
  return exact ?? matchParameter(node, wanted, index) ?? matchGreedy(node, wanted, index);
}

/** A resource without the method is only a step on the way to others. */
function serves(resource: Resource, { httpMethod }: Wanted): boolean {
  return methodOf(resource, httpMethod) !== undefined;
}

/** What `ANY` stands for. */
const anyOf = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT']);

function methodOf({ methods }: Resource, httpMethod: string): Method | undefined {
  return anyOf.has(httpMethod) ? (methods[httpMethod] ?? methods.ANY) : undefined;
}

function matchParameter(
  { parameter }: PathNode,
  wanted: Wanted,
  index: number,
): PathMatch | undefined {
  const value = wanted.segments[index];
  if (parameter === undefined || value === undefined || value === '') {
    return undefined;
  }
  const rest = matchPath(parameter.node, wanted, index + 1);
  if (rest === undefined) {
    return undefined;
  }
  return { ...rest, parameters: [[parameter.name, value], ...rest.parameters] };
}

function matchGreedy({ greedy }: PathNode, wanted: Wanted, index: number): PathMatch | undefined {
  if (greedy === undefined || !serves(greedy.resource, wanted)) {
    return undefined;
  }
  const value = wanted.segments.slice(index).join('/');
  return { resource: greedy.resource, parameters: [[greedy.name, value]] };
}
