import type { Method, Model } from '../apigateway/state.ts';
import type { Exchange } from './exchange.ts';
import { configurationError, GatewayFault, NotImplemented } from './gateway-fault.ts';
import { mediaType } from './media-type.ts';
import { methodRequestValue } from './parameter-mapping.ts';
import { headerValue } from './parameters.ts';

/**
 * Checks a request as the method's request validator says.
 * @throws {GatewayFault} 400 as API Gateway words it
 * @throws {NotImplemented} for a model that restricts the body by more than its type: there is no JSON
 *   schema validator here
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
  const model = exchange.definition.models[name];
  if (model === undefined) {
    throw configurationError(`Model ${name} does not exist`);
  }
  const body = exchange.request.body.toString('utf8');
  checkSchema(model, parseBody(body === '' ? '{}' : body));
}

function parseBody(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    throw new GatewayFault('BAD_REQUEST_BODY');
  }
}

/** Only `type` is checked, which is all that API Gateway's own model `Empty` has. */
function checkSchema({ name, schema }: Model, body: unknown): void {
  const { type, ...restrictions } = schemaKeywords(schema);
  if (typeof type === 'string' && type !== jsonType(body)) {
    throw new GatewayFault('BAD_REQUEST_BODY');
  }
  const keywords = Object.keys(restrictions);
  if (keywords.length > 0) {
    throw new NotImplemented(
      `validating a request body against model ${name} (JSON schema ${keywords.join(', ')})`,
    );
  }
}

/** Without the keywords that describe but do not restrict. */
function schemaKeywords(text: string): Readonly<Record<string, unknown>> {
  const schema: unknown = JSON.parse(text);
  if (typeof schema !== 'object' || schema === null) {
    return {};
  }
  const describing = new Set(['$schema', 'id', '$id', 'title', 'description']);
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => !describing.has(keyword)));
}

function jsonType(value: unknown): string {
  if (value === null) {
    return 'null';
  }
  return Array.isArray(value) ? 'array' : typeof value;
}
