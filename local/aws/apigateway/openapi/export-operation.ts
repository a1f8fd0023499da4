import { mapByName } from '../../by-name.ts';
import { defaultTimeoutInMillis } from '../integration-rules.ts';
import type {
  ApiDefinition,
  Integration,
  IntegrationResponse,
  Method,
  MethodResponse,
} from '../state.ts';
import type { ExportOptions } from './export.ts';
import { exportSecurity } from './export-security.ts';

const places: Readonly<Record<string, string>> = {
  querystring: 'query',
  path: 'path',
  header: 'header',
};

/** One method as an operation of an OpenAPI document. */
export function exportOperation(
  method: Method,
  definition: ApiDefinition,
  options: Pick<ExportOptions, 'integrations' | 'extensions'>,
): Record<string, unknown> {
  const { operationName, requestValidatorId = '', integration } = method;
  const validator = definition.requestValidators[requestValidatorId]?.name;
  const parameters = Object.entries(method.requestParameters).map(toParameter);
  const security = exportSecurity(method, definition);
  return {
    ...(operationName === undefined ? {} : { operationId: operationName }),
    ...unlessEmpty('parameters', parameters),
    ...(isEmpty(method.requestModels)
      ? {}
      : { requestBody: { content: toContent(method.requestModels), required: true } }),
    responses: mapByName(method.methodResponses, toResponse),
    ...(security === undefined ? {} : { security }),
    ...(options.extensions && validator !== undefined
      ? { 'x-amazon-apigateway-request-validator': validator }
      : {}),
    ...(options.integrations && integration !== undefined
      ? { 'x-amazon-apigateway-integration': exportIntegration(integration) }
      : {}),
  };
}

function toParameter([expression, required]: [string, boolean]) {
  const [, , location = '', ...name] = expression.split('.');
  return {
    name: name.join('.'),
    in: places[location] ?? location,
    ...(required ? { required } : {}),
    schema: { type: 'string' },
  };
}

function toResponse({ statusCode, responseParameters, responseModels }: MethodResponse) {
  const names = Object.keys(responseParameters).map((expression) =>
    expression.replace('method.response.header.', ''),
  );
  const header = { schema: { type: 'string' } };
  return {
    description: `${statusCode} response`,
    ...unlessEmpty('headers', Object.fromEntries(names.map((name) => [name, header]))),
    content: toContent(responseModels),
  };
}

function toContent(models: Readonly<Record<string, string>>): Record<string, object> {
  return mapByName(models, (name) => ({ schema: { $ref: `#/components/schemas/${name}` } }));
}

function exportIntegration(integration: Integration): Record<string, unknown> {
  const { integrationResponses, type, passthroughBehavior, timeoutInMillis, ...rest } = integration;
  const responses = Object.values(integrationResponses).map(exportIntegrationResponse);
  return {
    type: type.toLowerCase(),
    ...withoutEmpty(rest),
    passthroughBehavior: passthroughBehavior.toLowerCase(),
    ...(timeoutInMillis === defaultTimeoutInMillis ? {} : { timeoutInMillis }),
    ...unlessEmpty('responses', Object.fromEntries(responses)),
  };
}

/** A response's key is its selection pattern. */
function exportIntegrationResponse({
  selectionPattern = '',
  ...response
}: IntegrationResponse): [string, Record<string, unknown>] {
  return [selectionPattern === '' ? 'default' : selectionPattern, withoutEmpty({ ...response })];
}

/** Without members that are undefined, or empty maps and lists. */
function withoutEmpty(object: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => !isEmpty(value)));
}

function unlessEmpty(name: string, value: object): Record<string, unknown> {
  return isEmpty(value) ? {} : { [name]: value };
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined ||
    (typeof value === 'object' && value !== null && Object.keys(value).length === 0)
  );
}
