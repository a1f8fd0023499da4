import { byName } from './by-name.ts';
import type { Resource, RestApi, Stage } from './apigateway/state.ts';
import { executeApiPrefix } from './execute-api/stage-path.ts';
import type { FunctionState } from './lambda/state.ts';
import type { Region } from './region.ts';

/** What an API serves: its stages, and the aliases of the functions that its routes call. */
export interface ServingApi {
  readonly id: string;
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly stages: readonly ServingStage[];
  readonly aliases: readonly ServingAlias[];
}

interface ServingStage {
  readonly name: string;
  readonly url: string;
  readonly deployment: string;
  /** What its variables say: by these its routes choose an alias. */
  readonly variables: Readonly<Record<string, string>>;
  /** It is throttled to nothing. */
  readonly isClosed: boolean;
  readonly canary?: {
    readonly deployment: string;
    readonly percent: number;
    readonly variables: Readonly<Record<string, string>>;
  };
  /** `GET /greeting`, of its deployment. */
  readonly routes: readonly string[];
}

interface ServingAlias {
  readonly functionName: string;
  readonly name: string;
  readonly version: string;
  /** Share of the calls, 0 to 1, by additional version. */
  readonly weights: Readonly<Record<string, number>>;
  readonly description: string;
}

/** What every API of these regions serves now. */
export function listServing(regions: readonly Region[]): ServingApi[] {
  return regions.flatMap((region) =>
    Object.values(region.state.apigateway.restApis).map((api) => ({
      id: api.id,
      name: api.name,
      account: region.account,
      region: region.region,
      stages: Object.values(api.stages).map((stage) => servingStage(region, api, stage)),
      aliases: functionsOf(region, api).flatMap(servingAliases),
    })),
  );
}

function servingStage(region: Region, api: RestApi, stage: Stage): ServingStage {
  const { stageName, deploymentId, variables, methodSettings, canarySettings } = stage;
  const every = methodSettings['*/*'];
  return {
    name: stageName,
    url: `${region.endpoint}${executeApiPrefix}${api.id}/${stageName}`,
    deployment: deploymentId,
    variables,
    isClosed: every?.throttlingBurstLimit === 0 && every.throttlingRateLimit === 0,
    ...(canarySettings !== undefined && {
      canary: {
        deployment: canarySettings.deploymentId,
        percent: canarySettings.percentTraffic,
        variables: byName(variables, canarySettings.stageVariableOverrides),
      },
    }),
    routes: resourcesOf(api, stage).flatMap(routesOf),
  };
}

function resourcesOf(api: RestApi, { deploymentId }: Stage): Resource[] {
  const deployment = api.deployments[deploymentId];
  return deployment === undefined ? [] : Object.values(deployment.definition.resources);
}

function routesOf({ path, methods }: Resource): string[] {
  return Object.keys(methods).map((method) => `${method} ${path}`);
}

/** Those that a route of any deployment that a stage serves names in its integration. */
function functionsOf(region: Region, api: RestApi): FunctionState[] {
  const uris = Object.values(api.stages)
    .flatMap((stage) => resourcesOf(api, stage))
    .flatMap(({ methods }) => Object.values(methods))
    .map(({ integration }) => integration?.uri ?? '');
  const names = uris.map((uri) => /:function:([\w-]+)/.exec(uri)?.[1]);
  return Object.values(region.state.lambda.functions).filter(({ name }) => names.includes(name));
}

function servingAliases({ name: functionName, aliases }: FunctionState): ServingAlias[] {
  return Object.values(aliases).map(({ name, functionVersion, weights, description }) => ({
    functionName,
    name,
    version: functionVersion,
    weights,
    description,
  }));
}
