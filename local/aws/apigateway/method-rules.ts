import { notImplemented } from '../not-implemented.ts';
import { badRequest, notFound } from './errors.ts';
import { verifyRequestDeclarations } from './mapping.ts';
import type { ApiDefinition, Method } from './state.ts';

/** The methods that a resource can have. */
export const httpMethods = ['ANY', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];

/**
 * Refuses a method that AWS refuses, and those whose requests the embedded API Gateway could not
 * authorise.
 *
 * @throws {AwsError} 400, 404 for an unknown validator, 501 for authorisation and API keys
 */
export function verifyMethod(method: Method, definition: ApiDefinition): void {
  if (method.authorizationType !== 'NONE') {
    throw notImplemented(`The authorization type ${method.authorizationType}`);
  }
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
    throw notFound('Invalid Request Validator identifier specified');
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
