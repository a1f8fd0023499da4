import { badRequest } from './errors.ts';
import type { Integration, IntegrationResponse, Method, MethodResponse } from './state.ts';

const parameterName = /^[a-zA-Z0-9._$-]+$/;
const requestTarget = /^integration\.request\.(header|querystring|path)\.(.+)$/;
const requestSource =
  /^method\.request\.(path|querystring|header|multivalueheader|multivaluequerystring)\.(.+)$/;
const requestBody = /^method\.request\.body(\..+)?$/;
const responseTarget = /^method\.response\.header\.(.+)$/;
const responseSource = /^integration\.response\.(?:header\..+|multivalueheader\..+|body(?:\..+)?)$/;
/** Sources that need no declaration: a literal in quotes, a stage variable, the context. */
const freeSource = /^(?:'[\s\S]*'|stageVariables\.[A-Za-z0-9_]+|context\..+)$/;

/**
 * Refuses request parameters of an integration that map from what the method does not declare.
 * Rules: "API Gateway API request and response data mapping reference" of the developer guide.
 *
 * @throws {AwsError} 400
 */
export function verifyRequestMapping(
  method: Pick<Method, 'requestParameters'>,
  integration: Pick<Integration, 'requestParameters'>,
): void {
  const errors = Object.entries(integration.requestParameters).flatMap(([target, source]) => [
    ...(requestTarget.test(target) ? [] : [unspecified(target)]),
    ...requestSourceErrors(source, method),
  ]);
  throwAny(errors);
}

function requestSourceErrors(source: string, method: Pick<Method, 'requestParameters'>): string[] {
  if (freeSource.test(source) || requestBody.test(source)) {
    return [];
  }
  const [, location = '', name = ''] = requestSource.exec(source) ?? [];
  if (location === '') {
    return [unspecified(source)];
  }
  const declared = `method.request.${location.replace('multivalue', '')}.${name}`;
  return method.requestParameters[declared] === undefined ? [undeclared(source)] : [];
}

/**
 * Refuses response parameters of an integration response that set headers which the method response
 * does not declare.
 *
 * @throws {AwsError} 400
 */
export function verifyResponseMapping(
  methodResponse: Pick<MethodResponse, 'responseParameters'>,
  response: Pick<IntegrationResponse, 'responseParameters'>,
): void {
  const errors = Object.entries(response.responseParameters).flatMap(([target, source]) => [
    ...responseTargetErrors(target, methodResponse),
    ...(freeSource.test(source) || responseSource.test(source) ? [] : [unspecified(source)]),
  ]);
  throwAny(errors);
}

function responseTargetErrors(
  target: string,
  { responseParameters }: Pick<MethodResponse, 'responseParameters'>,
): string[] {
  if (!responseTarget.test(target)) {
    return [unspecified(target)];
  }
  return responseParameters[target] === undefined ? [undeclared(target)] : [];
}

/** Refuses declared parameters of a method that are not `method.request.LOCATION.NAME`. @throws {AwsError} 400 */
export function verifyRequestDeclarations(parameters: Method['requestParameters']): void {
  const names = Object.keys(parameters).map((expression) =>
    expression.replace(/^method\.request\.\w+\./, ''),
  );
  if (new Set(names).size < names.length) {
    throw badRequest('Parameter names must be unique across querystring, header and path');
  }
  throwAny(
    declarationErrors(
      Object.keys(parameters),
      /^method\.request\.(?:path|querystring|header)\.(.+)$/,
    ),
  );
}

/** Refuses declared headers of a method response that are not `method.response.header.NAME`. @throws {AwsError} 400 */
export function verifyResponseDeclarations(parameters: MethodResponse['responseParameters']): void {
  throwAny(declarationErrors(Object.keys(parameters), responseTarget));
}

function declarationErrors(declared: readonly string[], form: RegExp): string[] {
  return declared.flatMap((expression) => {
    const name = form.exec(expression)?.[1];
    if (name === undefined) {
      return [unspecified(expression)];
    }
    return parameterName.test(name)
      ? []
      : [`Parameter name should match the following regular expression: ${parameterName.source}`];
  });
}

function unspecified(expression: string): string {
  return `Invalid mapping expression specified: ${expression}`;
}

function undeclared(expression: string): string {
  return `Invalid mapping expression parameter specified: ${expression}`;
}

function throwAny(errors: readonly string[]): void {
  if (errors.length > 0) {
    throw badRequest(
      `Invalid mapping expression specified: Validation Result: warnings : [], errors : [${errors.join(', ')}]`,
    );
  }
}
