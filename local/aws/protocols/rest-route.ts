import { AwsError } from '../errors.ts';
import { notImplemented } from '../not-implemented.ts';
import type { RestOperation, Service } from '../operation.ts';
import type { WireRequest } from './protocol.ts';

interface Route {
  readonly operation: RestOperation;
  readonly segments: readonly string[];
  /** Query parameters that the route requires: `mode=import`. */
  readonly query: URLSearchParams;
}

export interface RouteMatch {
  readonly operation: RestOperation;
  /** Percent-decoded once. */
  readonly params: Readonly<Record<string, string>>;
}

const tables = new WeakMap<Service, ReturnType<typeof routeTable>>();

/**
 * Finds the operation that a request's method and path name.
 *
 * @throws {AwsError} `NotImplemented` 501 when the service here has no such operation, 400 for broken
 *   percent-encoding
 */
export function matchRoute(
  request: WireRequest,
  service: Service,
): RouteMatch & { readonly query: URLSearchParams } {
  const query = new URLSearchParams(request.rawQuery);
  const matched = routesOf(service).match(request.method, request.rawPath, query);
  if (matched === undefined) {
    throw notImplemented(`${service.signingName}: ${request.method} ${request.rawPath}`);
  }
  return { ...matched, query };
}

function routesOf(service: Service): ReturnType<typeof routeTable> {
  const known = tables.get(service);
  if (known !== undefined) {
    return known;
  }
  const table = routeTable(service.operations.filter((operation) => operation.kind === 'rest'));
  tables.set(service, table);
  return table;
}

/**
 * Prepares the routes of a REST service. Literal segments win over labels, and routes with a required
 * query parameter (`/restapis?mode=import`) over those without.
 */
export function routeTable(operations: readonly RestOperation[]) {
  const routes = operations.map(toRoute).sort((left, right) => rank(right) - rank(left));
  return {
    /** Finds the operation for a request, or nothing. @throws {AwsError} 400 for broken percent-encoding */
    match(method: string, rawPath: string, query: URLSearchParams): RouteMatch | undefined {
      const segments = split(rawPath);
      const end = rawPath.endsWith('/') ? '/' : '';
      for (const route of routes) {
        const labels =
          route.operation.method === method && hasQuery(route, query)
            ? matchSegments(route.segments, segments, end)
            : undefined;
        if (labels !== undefined) {
          return { operation: route.operation, params: decodeLabels(labels) };
        }
      }
      return undefined;
    },
  };
}

function toRoute(operation: RestOperation): Route {
  const [path = '', query = ''] = operation.path.split('?');
  return { operation, segments: split(path), query: new URLSearchParams(query) };
}

/** AWS documents some paths with a slash at the end; but in a label that takes all the rest, with and without are the same. */
function split(path: string): string[] {
  return path.replace(/^\//, '').replace(/\/$/, '').split('/');
}

function rank(route: Route): number {
  const literals = route.segments.filter((segment) => !segment.startsWith('{')).length;
  const greedy = route.segments.some((segment) => segment.endsWith('+}')) ? 1 : 0;
  return literals * 4 + route.query.size * 2 - greedy;
}

function hasQuery(route: Route, query: URLSearchParams): boolean {
  return [...route.query].every(([name, value]) => query.get(name) === value);
}

function matchSegments(
  pattern: readonly string[],
  segments: readonly string[],
  end: '' | '/',
): Record<string, string> | undefined {
  const labels: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    if (part.endsWith('+}') && segments.length > index) {
      labels[part.slice(1, -2)] = segments.slice(index).join('/') + end;
      return labels;
    }
    const segment = segments[index];
    if (segment === undefined || !matchSegment(part, segment, labels)) {
      return undefined;
    }
  }
  return pattern.length === segments.length ? labels : undefined;
}

function matchSegment(part: string, segment: string, labels: Record<string, string>): boolean {
  if (!part.startsWith('{')) {
    return part === segment;
  }
  labels[part.slice(1, -1)] = segment;
  return segment !== '';
}

function decodeLabels(labels: Record<string, string>): Record<string, string> {
  try {
    return Object.fromEntries(
      Object.entries(labels).map(([name, value]) => [name, decodeURIComponent(value)]),
    );
  } catch {
    throw new AwsError('ValidationException', 400, 'The path is not valid percent-encoding.');
  }
}
