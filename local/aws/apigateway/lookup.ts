import type { RestRequest } from '../operation.ts';
import { present } from '../lag/view.ts';
import type { Region } from '../region.ts';
import { notFound } from './errors.ts';
import { label } from '../rest/operation.ts';
import type {
  Deployment,
  Integration,
  IntegrationResponse,
  Method,
  MethodResponse,
  Resource,
  RestApi,
  Stage,
} from './state.ts';

/** The API that the label `restApiId` names. @throws {AwsError} 404 */
export function requireApi(request: RestRequest, region: Region): RestApi {
  const id = label(request, 'restApiId');
  const api = region.state.apigateway.restApis[id];
  if (api === undefined) {
    throw notFound(`Invalid API identifier specified ${region.account}:${id}`);
  }
  return api;
}

/**
 * The API of a resource or of what is in one. AWS looks these up by both ids at once, so that an unknown
 * API is an unknown resource.
 *
 * @throws {AwsError} 404
 */
export function requireApiOfResource(request: RestRequest, region: Region): RestApi {
  const api = region.state.apigateway.restApis[label(request, 'restApiId')];
  if (api === undefined) {
    throw notFound('Invalid Resource identifier specified');
  }
  return api;
}

/** The resource that the label `resourceId` (or another) names. @throws {AwsError} 404 */
export function requireResource(request: RestRequest, api: RestApi, name = 'resourceId'): Resource {
  const resource = api.definition.resources[label(request, name)];
  if (resource === undefined) {
    throw notFound('Invalid Resource identifier specified');
  }
  return resource;
}

/** The method that the labels `resourceId` and `httpMethod` name. @throws {AwsError} 404 */
export function requireMethod(request: RestRequest, api: RestApi): Method {
  const method = findMethod(request, api);
  if (method === undefined) {
    throw notFound('Invalid Method identifier specified');
  }
  return method;
}

/** The same, or nothing where the resource has no such method. @throws {AwsError} 404 for the resource */
export function findMethod(request: RestRequest, api: RestApi): Method | undefined {
  return requireResource(request, api).methods[label(request, 'httpMethod').toUpperCase()];
}

/** The method response that the label `statusCode` names. @throws {AwsError} 404 */
export function requireMethodResponse(request: RestRequest, method: Method): MethodResponse {
  const response = method.methodResponses[label(request, 'statusCode')];
  if (response === undefined) {
    throw notFound('Invalid Response status code specified');
  }
  return response;
}

/** The integration of a method. @throws {AwsError} 404 */
export function requireIntegration(method: Method): Integration {
  if (method.integration === undefined) {
    throw notFound('Invalid Integration identifier specified');
  }
  return method.integration;
}

/** The integration response that the label `statusCode` names. @throws {AwsError} 404 */
export function requireIntegrationResponse(
  request: RestRequest,
  method: Method,
): IntegrationResponse {
  const { integrationResponses } = requireIntegration(method);
  const response = integrationResponses[label(request, 'statusCode')];
  if (response === undefined) {
    throw notFound('Invalid Response status code specified');
  }
  return response;
}

/**
 * The stage that the label `stageName` names.
 *
 * @param view what is known of stages; by default everything
 * @throws {AwsError} 404
 */
export function requireStage(request: RestRequest, api: RestApi, view = present): Stage {
  const stage = view.stage(api, label(request, 'stageName'))?.stage;
  if (stage === undefined) {
    throw notFound('Invalid stage identifier specified');
  }
  return stage;
}

/** The deployment that the label `deploymentId` names. @throws {AwsError} 404 */
export function requireDeployment(request: RestRequest, api: RestApi): Deployment {
  const deployment = api.deployments[label(request, 'deploymentId')];
  if (deployment === undefined) {
    throw notFound('Invalid Deployment identifier specified');
  }
  return deployment;
}
