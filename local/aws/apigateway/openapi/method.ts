import { byName, fromEntries } from '../../by-name.ts';
import { notImplemented } from '../../not-implemented.ts';
import { notFound } from '../errors.ts';
import { verifyIntegration, verifyIntegrationResponse } from '../integration-rules.ts';
import { verifyResponseDeclarations } from '../mapping.ts';
import { verifyMethod, verifyStatusCode } from '../method-rules.ts';
import type { Method, MethodResponse, Resource } from '../state.ts';
import type { ImportContext } from './context.ts';
import { validatorIdOf } from './extensions.ts';
import { readIntegration, readIntegrationResponses } from './integration.ts';
import { objectAt, textAt } from './json.ts';
import type { JsonObject } from './json.ts';
import { readParameters } from './parameters.ts';
import { resolve } from './references.ts';
import { importContent } from './schemas.ts';
import { readSecurity } from './security.ts';

const integrationMember = 'x-amazon-apigateway-integration';

/** Extensions of an operation that are taken. */
const known = new Set([
  integrationMember,
  'x-amazon-apigateway-auth',
  'x-amazon-apigateway-request-validator',
]);

/** One operation of a document and where it belongs. */
interface Source {
  readonly httpMethod: string;
  readonly operation: JsonObject;
  readonly pathItem: JsonObject;
  readonly resource: Resource;
}

/** Makes one operation a method of its resource; what is wrong with it is noted in the issues. */
export function importMethod(context: ImportContext, source: Source): void {
  const { httpMethod, operation, resource } = source;
  const at = `'${httpMethod}' on resource at path '${resource.path}'`;
  context.issues.attempt(`Unable to put method ${at}`, () => {
    refuseUnmodelled(operation);
    const method = readMethod(context, source);
    verifyMethod(method, context.definition);
    importResponses(context, method, operation, at);
    importIntegration(context, method, source, at);
    resource.methods[httpMethod] = method;
  });
}

function readMethod(context: ImportContext, source: Source): Method {
  const { httpMethod, operation, pathItem, resource } = source;
  const operationName = textAt(operation, 'operationId');
  const requestValidatorId = validatorIdOf(context, operation);
  const body = operation.requestBody;
  const content =
    body === undefined ? {} : objectAt(resolve(context.document, body, 'requestBody'), 'content');
  return {
    httpMethod,
    ...readSecurity(context, operation),
    ...(operationName === undefined ? {} : { operationName }),
    ...(requestValidatorId === undefined ? {} : { requestValidatorId }),
    requestParameters: byName(
      pathParameters(resource),
      readParameters(context, pathItem, operation),
    ),
    requestModels: importContent(context, content),
    methodResponses: byName(),
  };
}

/** AWS declares the parameters of a path on each of its methods, whether the document does or not. */
function pathParameters({ path }: Resource): Method['requestParameters'] {
  const names = [...path.matchAll(/\{([^}+]+)\+?\}/g)].map(([, name = '']) => name);
  return fromEntries(names.map((name) => [`method.request.path.${name}`, true]));
}

function refuseUnmodelled(operation: JsonObject): void {
  for (const name of Object.keys(operation)) {
    if (name.startsWith('x-amazon-apigateway-') && !known.has(name)) {
      throw notImplemented(`The extension ${name}`);
    }
  }
}

function importResponses(
  context: ImportContext,
  method: Method,
  operation: JsonObject,
  at: string,
): void {
  for (const [statusCode, value] of Object.entries(objectAt(operation, 'responses'))) {
    if (statusCode.startsWith('x-')) {
      continue;
    }
    if (statusCode === 'default') {
      context.issues.warn(`Default response not supported and was ignored for method ${at}`);
      continue;
    }
    context.issues.attempt(`Unable to put method response '${statusCode}' for method ${at}`, () => {
      verifyStatusCode(statusCode);
      const source = resolve(context.document, value, 'response');
      method.methodResponses[statusCode] = readMethodResponse(context, statusCode, source);
    });
  }
}

function readMethodResponse(
  context: ImportContext,
  statusCode: string,
  source: JsonObject,
): MethodResponse {
  const names = Object.keys(objectAt(source, 'headers'));
  const responseParameters = fromEntries(
    names.map((name) => [`method.response.header.${name}`, false]),
  );
  verifyResponseDeclarations(responseParameters);
  const responseModels = importContent(context, objectAt(source, 'content'));
  return { statusCode, responseParameters, responseModels };
}

/** A method without an integration is imported, and cannot be deployed: as on AWS. */
function importIntegration(
  context: ImportContext,
  method: Method,
  { operation, resource }: Source,
  at: string,
): void {
  const { document, issues } = context;
  if (operation[integrationMember] === undefined) {
    return;
  }
  issues.attempt(`Unable to put integration for method ${at}`, () => {
    const source = resolve(document, operation[integrationMember], integrationMember);
    const integration = readIntegration(source, {
      unknownMember: (name) => {
        issues.warn(`Unknown integration property '${name}' was ignored for method ${at}`);
      },
      parameterNotText: (name, value) => {
        issues.warn(
          `Invalid format for 'requestParameters'. Expected type string for property '${name}' of resource '${resource.path}' and method '${method.httpMethod}' but got '${value}'`,
        );
      },
    });
    verifyIntegration(integration, method);
    method.integration = integration;
    issues.attempt(`Unable to put integration response for method ${at}`, () => {
      const responses = readIntegrationResponses(source);
      for (const response of Object.values(responses)) {
        if (method.methodResponses[response.statusCode] === undefined) {
          throw notFound('Invalid Response status code specified');
        }
        verifyIntegrationResponse(response, method);
      }
      integration.integrationResponses = responses;
    });
  });
}
