import { notImplemented } from '../../not-implemented.ts';
import { badRequest } from '../errors.ts';
import { verifyGatewayResponse } from '../gateway-response-rules.ts';
import { verifyCompression, verifyPolicy } from '../rest-api-rules.ts';
import { importAuthorizers } from './authorizers.ts';
import type { ImportContext } from './context.ts';
import { asObject, listAt, objectAt, textAt, textMapAt } from './json.ts';
import type { JsonObject } from './json.ts';

const prefix = 'x-amazon-apigateway-';

/** Root extensions that are taken, or that change nothing in how the API answers. */
const known = new Set([
  'api-key-source',
  'binary-media-types',
  'documentation',
  'endpoint-configuration',
  'gateway-responses',
  'importexport-version',
  'minimum-compression-size',
  'policy',
  'request-validator',
  'request-validators',
]);

/**
 * Takes the extensions at the root of a document into the definition.
 *
 * @throws {AwsError} 501 for those that the embedded API Gateway could not honour
 */
export function importRootExtensions(context: ImportContext): void {
  const { document } = context;
  refuseUnknown(document);
  importEndpointSettings(context);
  importApiKeySource(context);
  importAuthorizers(context);
  importValidators(context);
  importGatewayResponses(context);
  importBinaryMediaTypes(context);
  importCompression(context);
  importPolicy(context);
}

function refuseUnknown(document: JsonObject): void {
  for (const name of Object.keys(document)) {
    if (name.startsWith(prefix) && !known.has(name.slice(prefix.length))) {
      throw notImplemented(`The extension ${name}`);
    }
  }
}

function importEndpointSettings({ document, definition }: ImportContext): void {
  const endpoint = objectAt(document, `${prefix}endpoint-configuration`);
  if (listAt(endpoint, 'vpcEndpointIds').length > 0) {
    throw notImplemented(`The extension ${prefix}endpoint-configuration`);
  }
  const { disableExecuteApiEndpoint } = endpoint;
  if (typeof disableExecuteApiEndpoint === 'boolean') {
    definition.disableExecuteApiEndpoint = disableExecuteApiEndpoint;
  }
}

function importApiKeySource({ document, definition }: ImportContext): void {
  const member = `${prefix}api-key-source`;
  const source = textAt(document, member);
  if (source === undefined) {
    return;
  }
  if (source !== 'HEADER' && source !== 'AUTHORIZER') {
    throw badRequest(
      `Invalid ${member} specified: ${source}. Must be one of: [HEADER, AUTHORIZER]`,
    );
  }
  definition.apiKeySource = source;
}

function importValidators({ document, definition, previous, issues, newId }: ImportContext): void {
  const known = Object.values(previous.requestValidators);
  for (const [name, value] of Object.entries(objectAt(document, `${prefix}request-validators`))) {
    issues.attempt(`Unable to create request validator '${name}'`, () => {
      const settings = asObject(value, name);
      const id = known.find((validator) => validator.name === name)?.id ?? newId(6);
      definition.requestValidators[id] = {
        id,
        name,
        validateRequestBody: settings.validateRequestBody === true,
        validateRequestParameters: settings.validateRequestParameters === true,
      };
    });
  }
}

/**
 * The id of the validator that an operation names, or the document for all.
 *
 * @throws {AwsError} 400 for a name that `request-validators` does not have
 */
export function validatorIdOf(
  { document, definition }: ImportContext,
  operation: JsonObject,
): string | undefined {
  const member = `${prefix}request-validator`;
  const name = textAt(operation, member) ?? textAt(document, member);
  if (name === undefined) {
    return undefined;
  }
  const validator = Object.values(definition.requestValidators).find((item) => item.name === name);
  if (validator === undefined) {
    throw badRequest(`Invalid Request Validator specified: ${name}`);
  }
  return validator.id;
}

function importGatewayResponses({ document, definition, issues }: ImportContext): void {
  for (const [type, value] of Object.entries(objectAt(document, `${prefix}gateway-responses`))) {
    issues.attempt(`Unable to put gateway response '${type}'`, () => {
      const source = asObject(value, type);
      const statusCode = textAt(source, 'statusCode');
      const response = {
        responseType: type,
        ...(statusCode === undefined ? {} : { statusCode }),
        responseParameters: textMapAt(source, 'responseParameters'),
        responseTemplates: textMapAt(source, 'responseTemplates'),
      };
      verifyGatewayResponse(response);
      definition.gatewayResponses[type] = response;
    });
  }
}

/** Merged with those that the API has; an import that overwrites begins without any. */
function importBinaryMediaTypes({ document, definition }: ImportContext): void {
  const member = `${prefix}binary-media-types`;
  if (document[member] !== undefined) {
    const types = listAt(document, member).map(String);
    definition.binaryMediaTypes = [...new Set([...definition.binaryMediaTypes, ...types])];
  }
}

/** A policy is an object, or its JSON text. @throws {AwsError} 400 */
function importPolicy({ document, definition }: ImportContext): void {
  const policy = document[`${prefix}policy`];
  if (policy !== undefined) {
    const text = typeof policy === 'string' ? policy : JSON.stringify(policy);
    verifyPolicy(text);
    definition.policy = text;
  }
}

/** The smallest body that is compressed, in bytes. @throws {AwsError} 400 */
function importCompression({ document, definition }: ImportContext): void {
  const text = textAt(document, `${prefix}minimum-compression-size`);
  if (text !== undefined) {
    const bytes = Number(text);
    verifyCompression(bytes);
    definition.minimumCompressionSize = bytes;
  }
}
