import { RequestTrace } from '../activity/request-trace.ts';
import { byName, type ByName } from '../by-name.ts';
import type { Deployment, RestApi, Stage } from '../apigateway/state.ts';
import type { Region } from '../region.ts';
import { createContext } from './context.ts';
import type { Exchange } from './exchange.ts';
import { ExecutionLog } from './logging/execution-log.ts';
import { parseHeaders, parseQuery } from './parameters.ts';
import type { ExecuteApiRequest } from './types.ts';

interface Served {
  readonly deploymentId: string;
  readonly variables: ByName<string>;
  /** Undefined when the stage has no canary. */
  readonly isCanary: boolean | undefined;
}

/**
 * Finds the stage and the deployment that serves this request; undefined when the API has no such
 * stage, the stage no deployment, or the deployment is for domains only.
 * @param random from 0 up to 1, which decides whether the canary serves
 */
export function openExchange(
  request: ExecuteApiRequest,
  region: Region,
  random: number,
): Exchange | undefined {
  const api = region.state.apigateway.restApis[request.apiId];
  const seen = api && region.dataPlane.stage(api, request.stageName);
  if (api === undefined || seen === undefined) {
    return undefined;
  }
  const { stage, deployments } = seen;
  const served = chooseDeployment(stage, random);
  const deployment = deployments[served.deploymentId];
  if (deployment === undefined || isClosedTo(request, deployment)) {
    return undefined;
  }
  return createExchange(request, region, api, stage, served, deployment.definition);
}

/** The API's own endpoint is disabled by a deployment, and by none before it. */
function isClosedTo({ domain }: ExecuteApiRequest, { definition }: Deployment): boolean {
  return domain === undefined && definition.disableExecuteApiEndpoint === true;
}

function createExchange(
  request: ExecuteApiRequest,
  region: Region,
  api: RestApi,
  stage: Stage,
  served: Served,
  definition: Exchange['definition'],
): Exchange {
  const headers = parseHeaders(request.rawHeaders);
  const context = createContext(request, headers, region, served.deploymentId);
  if (served.isCanary !== undefined) {
    context.isCanaryRequest = served.isCanary;
  }
  return {
    region,
    request,
    api,
    stage,
    definition,
    variables: served.variables,
    parameters: { path: {}, query: parseQuery(request.rawQuery), headers },
    context,
    log: new ExecutionLog(),
    trace: new RequestTrace(),
  };
}

function chooseDeployment(stage: Stage, random: number): Served {
  const { deploymentId, variables, canarySettings } = stage;
  if (canarySettings === undefined) {
    return { deploymentId, variables, isCanary: undefined };
  }
  if (random * 100 >= canarySettings.percentTraffic) {
    return { deploymentId, variables, isCanary: false };
  }
  return {
    deploymentId: canarySettings.deploymentId,
    variables: byName(variables, canarySettings.stageVariableOverrides),
    isCanary: true,
  };
}
