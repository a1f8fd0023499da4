import type { Integration, Method } from '../apigateway/state.ts';
import { checkAccess } from './access/check-access.ts';
import { compressResponse, decompressRequest } from './compression.ts';
import type { Exchange, RoutedExchange } from './exchange.ts';
import { finishExchange, logRequest } from './finish.ts';
import { notImplemented, serverError } from './fixed-answers.ts';
import { configurationError, GatewayFault, NotImplemented } from './gateway-fault.ts';
import { answerFault } from './gateway-response.ts';
import { integrate } from './integration/integrate.ts';
import { methodSetting } from './method-setting.ts';
import { allowedHeaders, safeHeaders } from './response-headers.ts';
import { findRoute, type Route } from './route.ts';
import { TemplateError } from './template/template-error.ts';
import type { ExecuteApiResponse } from './types.ts';
import { validateRequest } from './validation.ts';

/** API Gateway's limit of a request's body. */
const maxBodyBytes = 10 * 1024 * 1024;

/** Takes a request through its method, and logs and counts it whatever the answer. */
export async function answerExchange(exchange: Exchange): Promise<ExecuteApiResponse> {
  const startedAt = performance.now();
  let routed: RoutedExchange | undefined;
  let response: ExecuteApiResponse;
  try {
    routed = route(exchange);
    logRequest(routed);
    response = await serve(routed);
  } catch (error) {
    response = answerError(routed ?? exchange, error);
  }
  const latencyMs = Math.round(performance.now() - startedAt);
  return finishExchange(exchange, routed, response, latencyMs);
}

/** @throws {GatewayFault} 403 when no resource or method serves the request */
function route(exchange: Exchange): RoutedExchange {
  const { definition, request, stage, context } = exchange;
  const found = findRoute(definition, request.method, request.rawPath);
  if (found === undefined) {
    throw new GatewayFault('MISSING_AUTHENTICATION_TOKEN', {
      reason: `No method found matching route ${request.rawPath.replace(/^\//, '')} for http method ${request.method}`,
    });
  }
  context.resourceId = found.resource.id;
  context.resourcePath = found.resource.path;
  return {
    ...exchange,
    ...routeParts(found),
    setting: methodSetting(stage, found.resource.path, found.method.httpMethod),
    parameters: { ...exchange.parameters, path: found.pathParameters },
  };
}

function routeParts({ resource, method }: Route): {
  readonly resource: Route['resource'];
  readonly method: Method;
  readonly integration: Integration;
} {
  if (method.integration === undefined) {
    throw configurationError(`No integration defined for ${method.httpMethod} ${resource.path}`);
  }
  return { resource, method, integration: method.integration };
}

async function serve(received: RoutedExchange): Promise<ExecuteApiResponse> {
  await checkAccess(received);
  if (received.request.body.length > maxBodyBytes) {
    throw new GatewayFault('REQUEST_TOO_LARGE');
  }
  const exchange = await decompressRequest(received, maxBodyBytes);
  validateRequest(exchange, exchange.method);
  const response = await integrate(exchange);
  if (response.status < 200) {
    // Nothing would follow such an answer on the connection, which a client waits for.
    throw configurationError(`Invalid response status code: ${String(response.status)}`);
  }
  const headers = safeHeaders(response.headers);
  exchange.log.info(() => 'Successfully completed execution');
  return compressResponse(exchange, { ...response, headers });
}

/** API Gateway's own answer to what went wrong. */
export function answerError(exchange: Exchange, cause: unknown): ExecuteApiResponse {
  const { log } = exchange;
  const error = cause instanceof TemplateError ? configurationError(cause.message) : cause;
  if (error instanceof NotImplemented) {
    log.error(error.message);
    return notImplemented(error);
  }
  if (!(error instanceof GatewayFault)) {
    log.error('Execution failed due to an internal error');
    return serverError(error);
  }
  if (error.reason !== undefined) {
    log.error(error.reason);
  }
  const response = answerFault(exchange, error);
  log.error(`Gateway response type: ${error.type} with status code: ${String(response.status)}`);
  return { ...response, headers: allowedHeaders(response.headers) };
}
