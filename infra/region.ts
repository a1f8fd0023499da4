import * as pulumi from '@pulumi/pulumi';
import type { LogGroup } from '@pulumi/aws/cloudwatch/logGroup.js';
import type { Function as LambdaFunction } from '@pulumi/aws/lambda/function.js';
import { hasStandbyStage } from '../stack/api-tier.ts';
import { engineOf } from '../stack/api-url.ts';
import { standbyAliasOf, standbyStageOf } from '../stack/names.ts';
import type { StackSettings } from '../stack/settings.ts';
import { settingsByStage } from '../stack/stage-settings.ts';
import { planAliasVersions, readAliases, type AliasVersions } from './alias-versions.ts';
import { createApi, type Api } from './api.ts';
import { permitCalls } from './called-functions.ts';
import type { FunctionRole } from './function-role.ts';
import { createFunction } from './function.ts';
import type { OwnResources, OwnStage } from './own-resources.ts';
import type { Place } from './place.ts';
import type { Routes } from './routes.ts';
import type { Pair } from '../stack/pair.ts';
import { readAcceptedByLast } from './accepted-by-last.ts';
import { createTarget } from './target.ts';

/** What new aliases and API stages of a region begin with. */
export interface Beginnings {
  readonly aliasVersions: AliasVersions;
  /** What the last target accepted, where there is one that is new. */
  readonly accepted: Pair | undefined;
}

/** What there is before the function and the API of a region. */
export interface RegionContext {
  readonly place: Place;
  readonly beginnings: Beginnings;
  readonly role: FunctionRole;
  readonly logGroup: LogGroup;
  readonly routes: Routes;
  /** What `own.ts` made there. */
  readonly own: OwnResources;
  /** What must exist before API Gateway may write logs. */
  readonly loggingDependsOn: pulumi.Resource[];
}

/** What is there of a stack in one region. */
export interface MadeRegion {
  readonly place: Place;
  readonly lambda: LambdaFunction;
  readonly api: Api;
  /** What `own.ts` gave for `openapi.yaml` there. */
  readonly values: OwnResources['values'];
  /** By name, in the order of promotion. */
  readonly targets: readonly (readonly [string, ReturnType<typeof createTarget>])[];
}

/**
 * Reads what a region accepted and serves, before anything is made anywhere.
 *
 * @throws {LostAliasError} when an alias that served is gone.
 */
export async function readBeginnings(
  settings: StackSettings,
  { aws, previous }: Place,
): Promise<Beginnings> {
  const live = await readAliases(settings.function.name, aws);
  const accepted = await readAcceptedByLast(settings.targets, live, previous, aws);
  const aliasVersions = planAliasVersions(settings, live, previous, accepted?.version);
  return { aliasVersions, accepted };
}

/**
 * The function, its API and the targets in one region. It shares nothing with another region's but the role, and
 * begins there as a first release begins: with the placeholder, which the runner gates.
 *
 * @throws {RoutesError} when `openapi.yaml` asks for a value that there is none of.
 */
export async function createRegion(
  settings: StackSettings,
  context: RegionContext,
): Promise<MadeRegion> {
  const { place, beginnings, own, routes, loggingDependsOn } = context;
  const functionSettings = settings.function;
  const lambda = createFunction(functionSettings, context, own.environment);
  const api = await createApi(functionSettings.name, place, lambda.arn, {
    routes,
    stages: settingsByStage(settings.targets),
    values: { ...settings.api.values, ...own.values },
    disableExecuteApiEndpoint: settings.domain?.disableExecuteApiEndpoint ?? false,
  });
  const ofTargets = {
    ...{ lambda, api, place, functionSettings, loggingDependsOn },
    ...beginnings,
    engine: engineOf(settings),
  };
  const targets = settings.targets.map((target, index) => {
    const { apiStage, alias, variables } = target;
    const hasStandby = hasStandbyStage(settings.targets, index);
    const outputs = createTarget(target, hasStandby, ofTargets);
    permitCalls(api, apiStage, { ...variables, LambdaAlias: alias }, place);
    if (hasStandby) {
      const called = { ...variables, LambdaAlias: standbyAliasOf(alias) };
      permitCalls(api, standbyStageOf(apiStage), called, place);
    }
    return [target.name, outputs] as const;
  });
  return { place, lambda, api, values: own.values, targets };
}

/** The API stages of a region, as `own.ts` is told of them. */
export function ownStages({ targets }: Pick<MadeRegion, 'targets'>): OwnStage[] {
  return targets.flatMap(([target, { apiStage, standbyStage }]) => [
    { target, name: pulumi.output(apiStage), isStandby: false },
    ...(standbyStage === undefined
      ? []
      : [{ target, name: pulumi.output(standbyStage).apply(String), isStandby: true }]),
  ]);
}

/** What a region gives out, as `stack/outputs.ts` types it. */
export function outputsOfRegion({ lambda, api, values, targets }: MadeRegion): pulumi.Inputs {
  return {
    functionName: lambda.name,
    functionArn: lambda.arn,
    restApiId: api.restApi.id,
    deploymentId: api.deploymentId,
    definition: api.definition,
    ...(values && { values }),
    targets: Object.fromEntries(targets),
  };
}
