import { authorizersOf } from '../authorizer-list.ts';
import { toAuthorizationType } from '../method-rules.ts';
import type { Method } from '../state.ts';
import { securitySchemes } from './authorizers.ts';
import type { ImportContext } from './context.ts';
import { isObject, listAt, objectAt, textAt } from './json.ts';
import type { JsonObject } from './json.ts';

type Authorization = Pick<Method, 'authorizationScopes' | 'authorizationType' | 'authorizerId'>;

/**
 * Who may call an operation: what its own `security` asks for or, without one, the document's. All
 * schemes count, whether the document asks for one of them or for all; of two that authorize the last.
 */
export function readSecurity(
  context: ImportContext,
  operation: JsonObject,
): Authorization & Pick<Method, 'apiKeyRequired'> {
  const { document, issues } = context;
  const asked = listAt(operation.security === undefined ? document : operation, 'security');
  let authorization: Authorization = { authorizationType: authTypeOf(operation) };
  let apiKeyRequired = false;
  for (const requirement of asked.filter(isObject)) {
    for (const name of Object.keys(requirement)) {
      const found = readScheme(context, name, listAt(requirement, name).map(String));
      if (found === undefined) {
        issues.warn(`Unsupported security scheme '${name}' was ignored`);
      } else if (found === 'key') {
        apiKeyRequired = true;
      } else {
        authorization = found;
      }
    }
  }
  return { ...authorization, apiKeyRequired };
}

/** `x-amazon-apigateway-auth` of the operation. */
function authTypeOf(operation: JsonObject): string {
  const type = textAt(objectAt(operation, 'x-amazon-apigateway-auth'), 'type') ?? 'NONE';
  return toAuthorizationType(type);
}

/** Undefined for a scheme that means nothing to API Gateway. */
function readScheme(
  context: ImportContext,
  name: string,
  scopes: readonly string[],
): Authorization | 'key' | undefined {
  const authorizer = authorizersOf(context.definition).find((one) => one.name === name);
  if (authorizer !== undefined) {
    return {
      authorizationType: authorizer.type === 'COGNITO_USER_POOLS' ? authorizer.type : 'CUSTOM',
      authorizerId: authorizer.id,
      ...(scopes.length === 0 ? {} : { authorizationScopes: [...scopes] }),
    };
  }
  const scheme = objectAt(securitySchemes(context), name);
  if (textAt(scheme, 'x-amazon-apigateway-authtype')?.toLowerCase() === 'awssigv4') {
    return { authorizationType: 'AWS_IAM' };
  }
  const isKey = scheme.type === 'apiKey' && textAt(scheme, 'name')?.toLowerCase() === 'x-api-key';
  return isKey ? 'key' : undefined;
}
