import { type ByName, byName } from '../../by-name.ts';
import { notImplemented } from '../../not-implemented.ts';
import { badRequest, conflict } from '../errors.ts';
import { toContentHandling, toPassthrough } from '../integration-patch.ts';
import { defaultTimeoutInMillis } from '../integration-rules.ts';
import { httpMethods } from '../method-rules.ts';
import type { Integration, IntegrationResponse } from '../state.ts';
import { without } from '../without.ts';
import { asObject, listAt, objectAt, textAt, textMapAt } from './json.ts';
import type { JsonObject } from './json.ts';

const members = new Set([
  'cacheKeyParameters',
  'cacheNamespace',
  'connectionType',
  'contentHandling',
  'credentials',
  'httpMethod',
  'passthroughBehavior',
  'payloadFormatVersion',
  'requestParameters',
  'requestTemplates',
  'responses',
  'timeoutInMillis',
  'type',
  'uri',
]);

const optionalText = ['credentials', 'cacheNamespace'];

/** Members that would change how requests are answered. */
const unmodelled = ['connectionId', 'integration-subtype', 'integrationTarget', 'tlsConfig'];

/** Told of what is left out, as AWS leaves it out. */
interface IntegrationWarnings {
  /** A member that is not the extension's. */
  unknownMember(name: string): void;
  /** A request parameter that is mapped from no text. */
  parameterNotText(name: string, value: string): void;
}

/**
 * Reads an `x-amazon-apigateway-integration`.
 *
 * @throws {AwsError} 400 for malformed ones, 501 for what is not modelled
 */
export function readIntegration(source: JsonObject, warnings: IntegrationWarnings): Integration {
  refuseUnmodelled(source);
  for (const name of Object.keys(source).filter((member) => !members.has(member))) {
    warnings.unknownMember(name);
  }
  const type = toType(textAt(source, 'type') ?? '');
  const called = type === 'MOCK' ? {} : readBackend(source);
  const [credentials, cacheNamespace] = optionalText.map((name) => textAt(source, name));
  return {
    type,
    ...called,
    ...(credentials === undefined ? {} : { credentials }),
    requestParameters: readRequestParameters(source, warnings),
    requestTemplates: textMapAt(source, 'requestTemplates'),
    passthroughBehavior: toPassthrough(textAt(source, 'passthroughBehavior') ?? 'WHEN_NO_MATCH'),
    ...readContentHandling(source),
    timeoutInMillis: toTimeout(textAt(source, 'timeoutInMillis')),
    ...(cacheNamespace === undefined ? {} : { cacheNamespace }),
    cacheKeyParameters: listAt(source, 'cacheKeyParameters').map(String),
    integrationResponses: byName(),
  };
}

/** A mock calls nothing: AWS forgets what it would have called. */
function readBackend(source: JsonObject): Pick<Integration, 'httpMethod' | 'uri'> {
  const httpMethod = toHttpMethod(textAt(source, 'httpMethod'));
  const uri = textAt(source, 'uri');
  return {
    ...(httpMethod === undefined ? {} : { httpMethod }),
    ...(uri === undefined ? {} : { uri }),
  };
}

/** Parameters that are no text are told and left out. */
function readRequestParameters(source: JsonObject, warnings: IntegrationWarnings): ByName<string> {
  const given = objectAt(source, 'requestParameters');
  const wrong = Object.keys(given).filter((name) => typeof given[name] === 'boolean');
  for (const name of wrong) {
    warnings.parameterNotText(name, String(given[name]));
  }
  return textMapAt({ requestParameters: without(given, ...wrong) }, 'requestParameters');
}

function readContentHandling(source: JsonObject): Pick<Integration, 'contentHandling'> {
  const contentHandling = toContentHandling(textAt(source, 'contentHandling') ?? '');
  return contentHandling === undefined ? {} : { contentHandling };
}

function refuseUnmodelled(source: JsonObject): void {
  const found = unmodelled.find((name) => source[name] !== undefined);
  if (found !== undefined) {
    throw notImplemented(`The integration property ${found}`);
  }
  if ((textAt(source, 'connectionType') ?? 'INTERNET') !== 'INTERNET') {
    throw notImplemented(`The connection type ${textAt(source, 'connectionType') ?? ''}`);
  }
}

/**
 * Reads `responses` of an integration. Its keys are selection patterns, with `default` for none, while
 * the API keeps responses by status: two patterns of one status would overwrite each other, and are
 * refused.
 *
 * @throws {AwsError} 400, and 409 for a status that occurs twice
 */
export function readIntegrationResponses(source: JsonObject): ByName<IntegrationResponse> {
  const responses = byName<IntegrationResponse>();
  for (const [pattern, value] of Object.entries(objectAt(source, 'responses'))) {
    const response = readResponse(pattern, asObject(value, `The response '${pattern}'`));
    if (responses[response.statusCode] !== undefined) {
      throw conflict(
        `Response already exists for this resource: several selection patterns have the status ${response.statusCode}`,
      );
    }
    responses[response.statusCode] = response;
  }
  return responses;
}

function readResponse(pattern: string, source: JsonObject): IntegrationResponse {
  const statusCode = textAt(source, 'statusCode');
  if (statusCode === undefined) {
    throw badRequest(`The response '${pattern}' has no statusCode`);
  }
  return {
    statusCode,
    ...(pattern === 'default' ? {} : { selectionPattern: pattern }),
    responseParameters: textMapAt(source, 'responseParameters'),
    responseTemplates: textMapAt(source, 'responseTemplates'),
    ...readContentHandling(source),
  };
}

function toType(text: string): Integration['type'] {
  const type = text.toUpperCase();
  if (
    type !== 'AWS' &&
    type !== 'AWS_PROXY' &&
    type !== 'HTTP' &&
    type !== 'HTTP_PROXY' &&
    type !== 'MOCK'
  ) {
    throw badRequest(`Invalid integration type specified: ${text}`);
  }
  return type;
}

function toHttpMethod(text: string | undefined): string | undefined {
  const method = text?.toUpperCase();
  if (method !== undefined && !httpMethods.includes(method)) {
    throw badRequest(`Invalid HTTP method specified: ${method}`);
  }
  return method;
}

function toTimeout(text: string | undefined): number {
  const timeout = text === undefined ? defaultTimeoutInMillis : Number(text);
  if (!Number.isInteger(timeout)) {
    throw badRequest(`Invalid timeoutInMillis: ${text ?? ''}`);
  }
  return timeout;
}
