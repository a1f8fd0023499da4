import { apiGateway } from './arn.ts';
import { writesLogs } from '../../logging.ts';
import { hasOthers, where, type PolicyScope } from './scope.ts';
import { stagesOf } from './stages-of.ts';

function inApi(scope: PolicyScope, path: string): string {
  return apiGateway(scope, `/restapis/${scope.restApiId}${path}`);
}

export function restApis(scope: PolicyScope): string[] {
  return [apiGateway(scope, '/restapis')];
}

export function restApi(scope: PolicyScope): string[] {
  return [inApi(scope, '')];
}

export function apiResources(scope: PolicyScope): string[] {
  return [inApi(scope, '/resources')];
}

/** Of the API and its stages: a path that ends with the ARN of what is tagged. */
export function apiTags(scope: PolicyScope): string[] {
  const [tagged = ''] = restApi(scope);
  return [apiGateway(scope, `/tags/${encodeURIComponent(tagged)}*`)];
}

export function stages(scope: PolicyScope): string[] {
  return [inApi(scope, '/stages')];
}

export function apiStages(scope: PolicyScope): string[] {
  if (hasOthers(scope)) {
    return [inApi(scope, '/stages/*')];
  }
  return scope.settings.targets
    .flatMap(stagesOf)
    .map((apiStage) => inApi(scope, `/stages/${apiStage}`));
}

export function deployments(scope: PolicyScope): string[] {
  return [inApi(scope, '/deployments')];
}

export function eachDeployment(scope: PolicyScope): string[] {
  return [inApi(scope, '/deployments/*')];
}

/** Asked for its role, without which no stage may log. */
export function accountToAsk(scope: PolicyScope): string[] {
  const { targets, manageApiGatewayAccount } = scope.settings;
  return where(manageApiGatewayAccount || writesLogs(targets), [apiGateway(scope, '/account')]);
}

export function apiGatewayAccount(scope: PolicyScope): string[] {
  return scope.settings.manageApiGatewayAccount ? [apiGateway(scope, '/account')] : [];
}
