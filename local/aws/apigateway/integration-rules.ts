import { badRequest, notFound } from './errors.ts';
import { verifyRequestMapping, verifyResponseMapping } from './mapping.ts';
import type { Integration, IntegrationResponse, Method } from './state.ts';

const awsUri = /^arn:aws[a-z-]*:apigateway:[^:]+:[^:]+:(?:path|action)\/.+$/;
const proxyUri = /^arn:aws[a-z-]*:apigateway:[^:]+:(?:lambda:path|firehose:action)\/.+$/;
const httpUri = /^https?:\/\/.+$/;
const credentialsArn = /^arn:aws[a-z-]*:iam::(?:\d{12}|\*):(?:role|user)\/.+$/;
const timeouts = { minimum: 50, maximum: 29_000 };

/** What an integration has when its timeout is left out, in milliseconds. */
export const defaultTimeoutInMillis = 29_000;

/**
 * Refuses an integration that AWS refuses, with its words.
 *
 * @param method the method it is for: mappings may only use what it declares
 * @throws {AwsError} 400
 */
export function verifyIntegration(integration: Integration, method: Method): void {
  if (integration.type !== 'MOCK') {
    verifyBackend(integration);
  }
  const { credentials, timeoutInMillis } = integration;
  if (credentials !== undefined && !credentialsArn.test(credentials)) {
    throw badRequest('Invalid ARN specified in the request');
  }
  if (timeoutInMillis < timeouts.minimum || timeoutInMillis > timeouts.maximum) {
    throw badRequest(`Timeout should be between ${timeouts.minimum} ms and ${timeouts.maximum} ms`);
  }
  verifyRequestMapping(method, integration);
}

function verifyBackend({ type, httpMethod, uri = '' }: Integration): void {
  if (httpMethod === undefined || httpMethod === '') {
    throw badRequest('Enumeration value for HttpMethod must be non-empty');
  }
  if (type === 'HTTP' || type === 'HTTP_PROXY') {
    verifyUri(httpUri.test(uri), 'Invalid HTTP endpoint specified for URI');
    return;
  }
  verifyUri(uri.startsWith('arn:'), 'Invalid ARN specified in the request');
  verifyUri(awsUri.test(uri), 'AWS ARN for integration must contain path or action');
  if (type === 'AWS_PROXY') {
    verifyUri(
      proxyUri.test(uri),
      "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.",
    );
  }
}

function verifyUri(valid: boolean, message: string): void {
  if (!valid) {
    throw badRequest(message);
  }
}

/**
 * Refuses an integration response without a method response of its status, with mappings to headers
 * that this method response does not declare, or with a pattern that is no regular expression.
 *
 * @throws {AwsError} 400, and 404 for a status that the method does not declare
 */
export function verifyIntegrationResponse(response: IntegrationResponse, method: Method): void {
  const methodResponse = method.methodResponses[response.statusCode];
  if (methodResponse === undefined) {
    throw notFound('Invalid Response status code specified');
  }
  verifyResponseMapping(methodResponse, response);
  if (!isPattern(response.selectionPattern ?? '')) {
    throw badRequest('Invalid selection pattern specified');
  }
}

/** Patterns are Java's, which may begin with flags that JavaScript has no syntax for: `(?i)`. */
function isPattern(pattern: string): boolean {
  try {
    new RegExp(pattern.replace(/^(?:\(\?[a-z]+\))+/, ''));
    return true;
  } catch {
    return false;
  }
}
