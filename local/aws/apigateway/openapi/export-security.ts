import { authorizersOf } from '../authorizer-list.ts';
import type { ApiDefinition, Authorizer, Method } from '../state.ts';
import { without } from '../without.ts';

const keyScheme = 'api_key';
const iamScheme = 'sigv4';

/** The `security` of an operation, as an import reads it; undefined where anybody may call it. */
export function exportSecurity(
  { authorizationType, authorizerId = '', authorizationScopes = [], apiKeyRequired }: Method,
  { authorizers }: ApiDefinition,
): readonly Record<string, readonly string[]>[] | undefined {
  const name = authorizationType === 'AWS_IAM' ? iamScheme : authorizers?.[authorizerId]?.name;
  const security = [
    ...(apiKeyRequired ? [{ [keyScheme]: [] }] : []),
    ...(name === undefined ? [] : [{ [name]: authorizationScopes }]),
  ];
  return security.length === 0 ? undefined : security;
}

/**
 * The security schemes that a definition's operations name.
 *
 * @param extensions whether authorizers are written with what they call
 */
export function exportSchemes(
  definition: ApiDefinition,
  extensions: boolean,
): Record<string, object> {
  const methods = Object.values(definition.resources).flatMap((resource) =>
    Object.values(resource.methods),
  );
  const header = { type: 'apiKey', in: 'header' };
  return {
    ...(methods.some(({ apiKeyRequired }) => apiKeyRequired)
      ? { [keyScheme]: { ...header, name: 'x-api-key' } }
      : {}),
    ...(methods.some(({ authorizationType }) => authorizationType === 'AWS_IAM')
      ? {
          [iamScheme]: {
            ...{ ...header, name: 'Authorization' },
            'x-amazon-apigateway-authtype': 'awsSigv4',
          },
        }
      : {}),
    ...Object.fromEntries(
      authorizersOf(definition).map((authorizer) => [
        authorizer.name,
        {
          ...{ ...header, name: headerOf(authorizer) },
          ...(extensions ? exportAuthorizer(authorizer) : {}),
        },
      ]),
    ),
  };
}

/** AWS writes `Unused` for a request's authorizer, whose sources are in the extension. */
function headerOf({ type, identitySource = '' }: Authorizer): string {
  return type === 'REQUEST' ? 'Unused' : identitySource.replace('method.request.header.', '');
}

function exportAuthorizer(authorizer: Authorizer): Record<string, unknown> {
  const { authType, type } = authorizer;
  return {
    ...(authType === undefined ? {} : { 'x-amazon-apigateway-authtype': authType }),
    'x-amazon-apigateway-authorizer': {
      type: type.toLowerCase(),
      ...without(authorizer, 'id', 'name', 'type', 'authType'),
    },
  };
}
