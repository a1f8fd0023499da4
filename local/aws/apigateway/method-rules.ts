import { badRequest } from './errors.ts';
import { verifyRequestDeclarations } from './mapping.ts';
import type { ApiDefinition, Method } from './state.ts';

/** The methods that a resource can have. */
export const httpMethods = ['ANY', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];

const authorizationTypes = ['NONE', 'AWS_IAM', 'CUSTOM', 'COGNITO_USER_POOLS'];

/**
 * An authorization type, which callers may spell in any case.
 *
 * @throws {AwsError} 400
 */
export function toAuthorizationType(text: string): string {
  const type = text.toUpperCase();
  if (!authorizationTypes.includes(type)) {
    throw badRequest(
      'Invalid authorization type specified. Valid options are NONE,AWS_IAM,CUSTOM,COGNITO_USER_POOLS',
    );
  }
  return type;
}

/**
 * Refuses a method that AWS refuses.
 *
 * @throws {AwsError} 400
 */
export function verifyMethod(method: Method, definition: ApiDefinition): void {
  verifyAuthorization(method, definition);
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

/** A type that an authorizer decides for needs one of the API's, and of that kind. */
function verifyAuthorization(
  { authorizationType, authorizerId = '' }: Method,
  { authorizers }: ApiDefinition,
): void {
  if (authorizationType !== 'CUSTOM' && authorizationType !== 'COGNITO_USER_POOLS') {
    return;
  }
  const authorizer = authorizers?.[authorizerId];
  const isPool = authorizer?.type === 'COGNITO_USER_POOLS';
  if (authorizer === undefined || isPool !== (authorizationType === 'COGNITO_USER_POOLS')) {
    throw badRequest(
      'Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.',
    );
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
