import type { EndpointResponse, RoutedExchange } from './exchange.ts';
import { contextVariable } from './context.ts';
import { headerValue, headerValues, type MultiValues } from './parameters.ts';
import { selectJson } from './template/jsonpath.ts';

/** What an integration request is made of, beside its body. */
export interface MappedRequest {
  readonly header: Readonly<Record<string, string>>;
  readonly querystring: Readonly<Record<string, string>>;
  readonly path: Readonly<Record<string, string>>;
}

/** Evaluates `integration.request.LOCATION.NAME` mappings; one without a value is left out. */
export function mapRequestParameters(exchange: RoutedExchange): MappedRequest {
  const mapped = {
    header: new Map<string, string>(),
    querystring: new Map<string, string>(),
    path: new Map<string, string>(),
  };
  for (const [target, source] of Object.entries(exchange.integration.requestParameters)) {
    const [, location, name] = /^integration\.request\.(header|querystring|path)\.(.+)$/.exec(
      target,
    ) ?? [undefined, undefined, undefined];
    const value = requestSource(exchange, source);
    if (name === undefined || value === undefined) {
      continue;
    }
    if (location === 'header') {
      mapped.header.set(name, value);
    } else if (location === 'querystring') {
      mapped.querystring.set(name, value);
    } else {
      mapped.path.set(name, value);
    }
  }
  return {
    header: Object.fromEntries(mapped.header),
    querystring: Object.fromEntries(mapped.querystring),
    path: Object.fromEntries(mapped.path),
  };
}

/** What a template set in `$context.requestOverride`. */
export function requestOverrides(
  exchange: RoutedExchange,
  kind: keyof MappedRequest,
): Record<string, string> {
  const values = exchange.context.requestOverride[kind];
  if (typeof values !== 'object' || values === null) {
    return {};
  }
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
}

/** Evaluates `method.response.header.NAME` mappings; one without a value is left out. */
export function mapResponseHeaders(
  exchange: RoutedExchange,
  responseParameters: Readonly<Record<string, string>>,
  response: EndpointResponse,
): [string, string][] {
  const headers: [string, string][] = [];
  for (const [target, source] of Object.entries(responseParameters)) {
    const name = /^method\.response\.header\.(.+)$/.exec(target)?.[1];
    if (name === undefined) {
      continue;
    }
    for (const value of responseSource(exchange, source, response)) {
      headers.push([name, value]);
    }
  }
  return headers;
}

/** `'static'`, `context.X` and `stageVariables.X`, which every kind of mapping has. */
export function commonSource(
  exchange: Pick<RoutedExchange, 'context' | 'variables'>,
  source: string,
): string | undefined {
  const literal = /^'([\s\S]*)'$/.exec(source)?.[1];
  if (literal !== undefined) {
    return literal;
  }
  if (source.startsWith('context.')) {
    return contextVariable(exchange.context, source.slice('context.'.length));
  }
  if (source.startsWith('stageVariables.')) {
    return exchange.variables[source.slice('stageVariables.'.length)];
  }
  return undefined;
}

/** `method.request.querystring.X` and its like, of a request that may not be routed yet. */
export function methodRequestValue(
  parameters: RoutedExchange['parameters'],
  source: string,
): string | undefined {
  const [, location, name] =
    /^method\.request\.(header|multivalueheader|querystring|multivaluequerystring|path)\.(.+)$/.exec(
      source,
    ) ?? [];
  if (location === undefined || name === undefined) {
    return undefined;
  }
  switch (location) {
    case 'header':
      return headerValue(parameters.headers, name);
    case 'multivalueheader':
      return joined(headerValues(parameters.headers, name));
    case 'querystring':
      return parameters.query.get(name)?.at(-1);
    case 'multivaluequerystring':
      return joined(parameters.query.get(name) ?? []);
    default:
      return Object.hasOwn(parameters.path, name) ? parameters.path[name] : undefined;
  }
}

function requestSource(exchange: RoutedExchange, source: string): string | undefined {
  const body = /^method\.request\.body(?:\.(.+))?$/.exec(source);
  if (body === null) {
    return commonSource(exchange, source) ?? methodRequestValue(exchange.parameters, source);
  }
  return fromBody(exchange.request.body, body[1]);
}

function responseSource(
  exchange: RoutedExchange,
  source: string,
  response: EndpointResponse,
): readonly string[] {
  const [, multi, header] = /^integration\.response\.(multivalue)?header\.(.+)$/.exec(source) ?? [];
  if (header !== undefined) {
    const values = headerValues(toMultiValues(response.headers), header);
    return multi === undefined ? values.slice(-1) : values;
  }
  const body = /^integration\.response\.body(?:\.(.+))?$/.exec(source);
  const value = body === null ? commonSource(exchange, source) : fromBody(response.body, body[1]);
  return value === undefined ? [] : [value];
}

function toMultiValues(headers: EndpointResponse['headers']): MultiValues {
  const values = new Map<string, string[]>();
  for (const [name, value] of headers) {
    values.set(name, [...(values.get(name) ?? []), value]);
  }
  return values;
}

/** The body, or what a JSONPath selects in it: a string as it is, anything else as JSON. */
function fromBody(body: Buffer, path: string | undefined): string | undefined {
  const text = body.toString('utf8');
  if (path === undefined) {
    return text;
  }
  const document = parseJson(text);
  const value = document === undefined ? undefined : selectJson(document, `$.${path}`);
  if (value === undefined || value === null) {
    return undefined;
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

function joined(values: readonly string[]): string | undefined {
  return values.length === 0 ? undefined : values.join(',');
}
