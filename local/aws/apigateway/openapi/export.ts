import { mapByName } from '../../by-name.ts';
import { resourcesByPath } from '../definition.ts';
import { without } from '../without.ts';
import type { ApiDefinition, Resource } from '../state.ts';
import { exportOperation } from './export-operation.ts';
import { exportSchemes } from './export-security.ts';
import { exportSchema } from './schemas.ts';

/** What an export writes beside plain OpenAPI. */
export interface ExportOptions {
  readonly apiId: string;
  /** `x-amazon-apigateway-integration` of each method. */
  readonly integrations: boolean;
  /** `x-amazon-apigateway-authorizer` of each. */
  readonly authorizers: boolean;
  /** All other extensions. */
  readonly extensions: boolean;
  /** The stage's URL up to its base path, and the base path. */
  readonly server?: { readonly url: string; readonly basePath: string };
  /** What `info.version` is where the definition has none. */
  readonly version: string;
}

/** The name of the method `ANY` in a document. */
export const anyMethod = 'x-amazon-apigateway-any-method';

/** An API's definition as an OpenAPI 3.0 document. Importing it again gives the same definition. */
export function exportOpenApi(
  definition: ApiDefinition,
  options: ExportOptions,
): Record<string, unknown> {
  const { server, version, apiId } = options;
  const schemas = mapByName(definition.models, ({ schema }) => exportSchema(schema, apiId));
  return {
    openapi: '3.0.1',
    info: { ...definition.info, version: definition.info.version ?? version },
    ...(server === undefined ? {} : { servers: [toServer(server)] }),
    paths: Object.fromEntries(
      resourcesByPath(definition)
        .filter((resource) => resource.path !== '/' || Object.keys(resource.methods).length > 0)
        .map((resource) => [resource.path, exportPath(resource, definition, options)]),
    ),
    components: {
      ...unlessEmpty('schemas', schemas),
      ...unlessEmpty('securitySchemes', exportSchemes(definition, options.authorizers)),
    },
    ...(options.extensions ? exportRootExtensions(definition) : {}),
  };
}

function unlessEmpty(name: string, members: object): Record<string, object> {
  return Object.keys(members).length === 0 ? {} : { [name]: members };
}

function toServer({ url, basePath }: { url: string; basePath: string }) {
  return { url: `${url}/{basePath}`, variables: { basePath: { default: basePath } } };
}

function exportPath(resource: Resource, definition: ApiDefinition, options: ExportOptions) {
  return Object.fromEntries(
    Object.values(resource.methods).map((method) => [
      method.httpMethod === 'ANY' ? anyMethod : method.httpMethod.toLowerCase(),
      exportOperation(method, definition, options),
    ]),
  );
}

function exportRootExtensions(definition: ApiDefinition): Record<string, unknown> {
  const { requestValidators, gatewayResponses, binaryMediaTypes, policy, apiKeySource } =
    definition;
  const extensions = {
    'request-validators': Object.fromEntries(
      Object.values(requestValidators).map((validator) => [
        validator.name,
        without(validator, 'id', 'name'),
      ]),
    ),
    'gateway-responses': mapByName(gatewayResponses, (response) =>
      without(response, 'responseType'),
    ),
    'binary-media-types': binaryMediaTypes,
    policy: policy === undefined ? {} : parsePolicy(policy),
    'api-key-source': apiKeySource ?? {},
  };
  return Object.fromEntries(
    Object.entries(extensions)
      .filter(([, value]) => typeof value === 'string' || Object.keys(value).length > 0)
      .map(([name, value]) => [`x-amazon-apigateway-${name}`, value]),
  );
}

/** Text that is not JSON stays text. */
function parsePolicy(policy: string): object | string {
  try {
    const parsed: unknown = JSON.parse(policy);
    const isSame = typeof parsed === 'object' && parsed !== null;
    return isSame && JSON.stringify(parsed) === policy ? parsed : policy;
  } catch {
    return policy;
  }
}
