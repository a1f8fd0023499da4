import { byName } from '../by-name.ts';
import { badRequest } from './errors.ts';
import { verifyRequestMapping, verifyResponseMapping } from './mapping.ts';
import type { Integration, IntegrationResponse, Method } from './state.ts';

const awsUri = /^arn:aws[a-z-]*:apigateway:[^:]+:[^:]+:(?:path|action)\/.+$/;
const proxyUri =
  /^arn:aws[a-z-]*:apigateway:[^:]+:(?:lambda:path\/.*functions\/(?:arn:aws[a-z-]*:lambda:.*|.*\$\{.+)\/invocations|firehose:action\/.+)$/;
const httpUri = /^https?:\/\/.+$/;
/** A role, or `*:user/*` for the client itself. */
export const credentialsArn = /^arn:aws[a-z-]*:iam::(?:\d{12}|\*):(?:role|user)\/.+$/;
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
 * Refuses an integration response with mappings to headers that the method response of its status does
 * not declare, or with a pattern that is no regular expression. There need be no such method response.
 *
 * @throws {AwsError} 400
 */
export function verifyIntegrationResponse(response: IntegrationResponse, method: Method): void {
  const { responseParameters = byName<boolean>() } =
    method.methodResponses[response.statusCode] ?? {};
  verifyResponseMapping({ responseParameters }, response);
  for (const contentType of Object.keys(response.responseTemplates)) {
    if (!contentType.includes('/') && contentType !== '$default') {
      throw badRequest(
        `Validation Result: warnings : [], errors : [Invalid content type specified: ${contentType}]`,
      );
    }
  }
  if (!isPattern(response.selectionPattern ?? '')) {
    throw badRequest('Invalid selection pattern specified');
  }
}

/** Patterns are Java's, which may begin with flags that JavaScript has no syntax for: `(?i)`. */
export function isPattern(pattern: string): boolean {
  try {
    new RegExp(pattern.replace(/^(?:\(\?[a-z]+\))+/, ''));
    return true;
  } catch {
    return false;
  }
}
