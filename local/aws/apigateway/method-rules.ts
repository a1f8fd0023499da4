import { notImplemented } from '../not-implemented.ts';
import { badRequest } from './errors.ts';
import { verifyRequestDeclarations } from './mapping.ts';
import type { ApiDefinition, Method } from './state.ts';

/** The methods that a resource can have. */
export const httpMethods = ['ANY', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];

/**
 * An authorization type, which callers may spell in any case.
 *
 * @throws {AwsError} 400 for a type that needs an authorizer: no API here has one
 */
export function toAuthorizationType(text: string, authorizerId?: string): string {
  const type = text.toUpperCase();
  if (type === 'CUSTOM' || type === 'COGNITO_USER_POOLS') {
    throw badRequest(
      'Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.',
    );
  }
  if (type !== 'NONE') {
    throw notImplemented(`The authorization type ${text}`);
  }
  if (authorizerId !== undefined) {
    throw notImplemented('An authorizer');
  }
  return type;
}

/**
 * Refuses a method that AWS refuses, and those whose requests the embedded API Gateway could not
 * authorise.
 *
 * @throws {AwsError} 400, 501 for API keys
 */
export function verifyMethod(method: Method, definition: ApiDefinition): void {
  if (method.apiKeyRequired) {
    throw notImplemented('A required API key');
  }
  verifyRequestDeclarations(method.requestParameters);
  verifyModels(method.requestModels, definition);
  const { requestValidatorId } = method;
  if (
    requestValidatorId !== undefined &&
    definition.requestValidators[requestValidatorId] === undefined
  ) {
    throw badRequest('Invalid Request Validator identifier specified');
  }
}

/** @throws {AwsError} 400 for the name of a model that the API does not have */
export function verifyModels(
  models: Readonly<Record<string, string>>,
  definition: ApiDefinition,
): void {
  for (const name of Object.values(models)) {
    if (definition.models[name] === undefined) {
      throw badRequest(`Invalid model identifier specified: ${name}`);
    }
  }
}

/** @throws {AwsError} 400 unless it is a status code, 100 to 599 */
export function verifyStatusCode(statusCode: string): void {
  if (!/^[1-5]\d\d$/.test(statusCode)) {
    throw badRequest(`Invalid status code specified: ${statusCode}`);
  }
}
