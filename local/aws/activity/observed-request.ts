import type { Exchange, RoutedExchange } from '../execute-api/exchange.ts';
import type { ExecuteApiResponse } from '../execute-api/types.ts';
import type { Span } from './request-trace.ts';

/** A body as it may be shown: text, or that it is none. */
export interface ShownBody {
  readonly text: string;
  readonly bytes: number;
}

/** A request that a stage answered, as people see it. */
export interface ObservedRequest {
  /** From 1, in the order the answers went out. */
  readonly sequence: number;
  /** When it came in, ISO 8601. */
  readonly at: string;
  readonly apiId: string;
  readonly region: string;
  readonly stage: string;
  readonly method: string;
  /** With the query, as it came. */
  readonly path: string;
  /** `/orders/{id}`; left out where no route was found. */
  readonly route?: string;
  readonly status: number;
  readonly durationMs: number;
  readonly deployment: string;
  /** Of the function; left out where none answered. */
  readonly version?: string;
  readonly spans: readonly Span[];
  readonly requestHeaders: readonly (readonly [string, string])[];
  readonly responseHeaders: readonly (readonly [string, string])[];
  readonly request: ShownBody;
  readonly toIntegration?: ShownBody;
  readonly fromIntegration?: ShownBody;
  readonly response: ShownBody;
  /** Lines of the execution log that say what went wrong. */
  readonly problems: readonly string[];
}

/** What is shown of a body at most, in bytes. */
const shownBytes = 8 * 1024;

/** What proves who the caller is, and is nobody else's business. */
const secretHeaders = new Set(['authorization', 'cookie', 'set-cookie', 'x-api-key']);

/** How an answered request will be shown, made only when somebody looks. */
export function observe(
  sequence: number,
  exchange: Exchange,
  routed: RoutedExchange | undefined,
  { status, headers, body }: ExecuteApiResponse,
): ObservedRequest {
  const { request, trace, context, log } = exchange;
  const { version, toIntegration, fromIntegration, spans } = trace;
  const query = request.rawQuery === '' ? '' : `?${request.rawQuery}`;
  return {
    sequence,
    at: new Date(context.requestTimeEpoch).toISOString(),
    apiId: request.apiId,
    region: exchange.region.region,
    stage: request.stageName,
    method: request.method,
    path: `${request.rawPath}${query}`,
    ...(routed !== undefined && { route: routed.resource.path }),
    status,
    durationMs: context.responseLatency ?? 0,
    deployment: context.deploymentId,
    ...(version !== undefined && { version }),
    spans,
    requestHeaders: withoutSecrets(request.rawHeaders),
    responseHeaders: withoutSecrets(headers),
    request: show(request.body),
    ...(toIntegration !== undefined && { toIntegration: show(toIntegration) }),
    ...(fromIntegration !== undefined && { fromIntegration: show(fromIntegration) }),
    response: show(body),
    problems: log.problems(),
  };
}

function withoutSecrets(
  headers: readonly (readonly [string, string])[],
): readonly (readonly [string, string])[] {
  return headers.map(([name, value]) => [
    name,
    secretHeaders.has(name.toLowerCase()) ? '(not shown)' : value,
  ]);
}

function show(body: Buffer): ShownBody {
  const shown = body.subarray(0, shownBytes);
  const isText = !shown.includes(0);
  const rest = body.length - shown.length;
  const text = isText ? shown.toString('utf8') : `(${String(body.length)} bytes that are no text)`;
  return {
    text: isText && rest > 0 ? `${text}\n(and ${String(rest)} bytes more)` : text,
    bytes: body.length,
  };
}
