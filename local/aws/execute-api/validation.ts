import type { Method } from '../apigateway/state.ts';
import type { Exchange } from './exchange.ts';
import { configurationError, GatewayFault } from './gateway-fault.ts';
import { mediaType } from './media-type.ts';
import { modelProblems } from './model-schema.ts';
import { methodRequestValue } from './parameter-mapping.ts';
import { headerValue } from './parameters.ts';

/**
 * Checks a request as the method's request validator says.
 * @throws {GatewayFault} 400 as API Gateway words it
 */
export function validateRequest(exchange: Exchange, method: Method): void {
  if (method.requestValidatorId === undefined) {
    return;
  }
  const validator = exchange.definition.requestValidators[method.requestValidatorId];
  if (validator === undefined) {
    throw configurationError(`Request validator ${method.requestValidatorId} does not exist`);
  }
  if (validator.validateRequestParameters) {
    validateParameters(exchange, method);
  }
  if (validator.validateRequestBody) {
    validateBody(exchange, method);
  }
}

/** A required parameter must be there and must not be empty. */
function validateParameters(exchange: Exchange, method: Method): void {
  const missing = Object.entries(method.requestParameters)
    .filter(([, required]) => required)
    .filter(([source]) => (methodRequestValue(exchange.parameters, source) ?? '') === '')
    .map(([source]) => source.replace(/^method\.request\.\w+\./, ''));
  if (missing.length === 0) {
    return;
  }
  throw new GatewayFault('BAD_REQUEST_PARAMETERS', {
    message: `Missing required request parameters: [${missing.join(', ')}]`,
  });
}

/** The model is chosen by the content type; without one for it the body is not checked. */
function validateBody(exchange: Exchange, method: Method): void {
  const contentType = mediaType(headerValue(exchange.parameters.headers, 'Content-Type'));
  const name = method.requestModels[contentType] ?? method.requestModels.$default;
  if (name === undefined) {
    return;
  }
  if (exchange.definition.models[name] === undefined) {
    throw configurationError(`Model ${name} does not exist`);
  }
  const body = exchange.request.body.toString('utf8');
  const problems = modelProblems(exchange.definition, name, parseBody(body === '' ? '{}' : body));
  if (problems !== undefined) {
    throw problems.length === 0
      ? new GatewayFault('BAD_REQUEST_BODY')
      : new GatewayFault('BAD_REQUEST_BODY', wrongBody(contentType, `[${problems.join(', ')}]`));
  }
}

function wrongBody(contentType: string, problems: string) {
  return {
    problems,
    reason: `Request body does not match model schema for content type ${contentType}: ${problems}`,
  };
}

function parseBody(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    throw new GatewayFault('BAD_REQUEST_BODY');
  }
}
