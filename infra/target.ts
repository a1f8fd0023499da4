import * as pulumi from '@pulumi/pulumi';
import { MethodSettings } from '@pulumi/aws/apigateway/methodSettings.js';
import { Stage } from '@pulumi/aws/apigateway/stage.js';
import { LogGroup } from '@pulumi/aws/cloudwatch/logGroup.js';
import { Alias } from '@pulumi/aws/lambda/alias.js';
import type { Function as LambdaFunction } from '@pulumi/aws/lambda/function.js';
import { Permission } from '@pulumi/aws/lambda/permission.js';
import { accessLogFormat } from './access-log.ts';
import type { AliasVersions } from './alias-versions.ts';
import type { Api } from './api.ts';
import type { Place } from './place.ts';
import type { Pair } from '../stack/pair.ts';
import { engineUrl, type Engine } from '../stack/api-url.ts';
import { stackTags } from './stack-tags.ts';
import type { RegionOutputs, TargetOutputs } from '../stack/outputs.ts';
import {
  accessLogGroup,
  executionLogGroup,
  noAlias,
  standbyAliasOf,
  standbyStageOf,
} from '../stack/names.ts';
import { stageSettingsOf } from '../stack/stage-settings.ts';
import type { FunctionSettings } from '../stack/settings.ts';
import type { TargetSettings } from '../stack/targets-settings.ts';

type OutputsOf<T> = { readonly [K in keyof T]: pulumi.Input<T[K]> };

export interface TargetContext {
  readonly lambda: LambdaFunction;
  readonly api: Api;
  readonly functionSettings: FunctionSettings;
  /** What must exist before API Gateway may write logs. */
  readonly loggingDependsOn: pulumi.Resource[];
  readonly place: Place;
  readonly aliasVersions: AliasVersions;
  /** What the last target accepted, where there is one that is new. */
  readonly accepted?: Pair | undefined;
  /** Another engine than AWS. */
  readonly engine?: Engine | undefined;
}

/** An API stage of a target, and what tells its two apart. */
interface StageOf {
  readonly apiStage: string;
  /** What its variable `LambdaAlias` begins with. */
  readonly alias: string;
  /** Whether it is never deleted or replaced. */
  readonly protect: boolean;
}

/**
 * One target: an alias, the API stage that calls it, and the permission for just that call; and the second
 * of each. What the aliases point at and what the stages serve belongs to the runner from the start. Resources are named
 * after the alias or the API stage that they are, so a target that gets another name keeps them.
 *
 * @param hasStandby whether it has the second API stage.
 */
export function createTarget(
  target: TargetSettings,
  hasStandby: boolean,
  context: TargetContext,
): OutputsOf<TargetOutputs> {
  const { api, loggingDependsOn, place, engine } = context;
  const sourceArn = pulumi.interpolate`${api.restApi.executionArn}/${target.apiStage}/*/*`;
  const alias = createAlias(target.alias, context, sourceArn);
  const standby = createAlias(standbyAliasOf(target.alias), context, sourceArn);
  const executionLogs = isLoggedByApiGateway(target, place.previous)
    ? undefined
    : createExecutionLogs(target.apiStage, context);
  const dependsOn = [...loggingDependsOn, ...(executionLogs ? [executionLogs] : [])];
  const stage = createStage({ ...target, protect: true }, target, context, dependsOn);
  return {
    ...(executionLogs && { executionLogGroup: executionLogs.name }),
    alias: alias.name,
    aliasArn: alias.arn,
    apiStage: stage.stageName,
    url: urlOf(stage, engine),
    ...(hasStandby && createStandby(target, standby, context)),
  };
}

/**
 * The standby API stage, which only the tests of a release call: it begins closed, is the target's stage in all
 * else, and may call the standby alias alone. Nobody is served by it, so it is not protected: the settings may
 * do without it.
 */
function createStandby(
  target: TargetSettings,
  standby: Alias,
  context: TargetContext,
): Pick<OutputsOf<TargetOutputs>, 'standbyStage' | 'standbyUrl'> {
  const { api, lambda, place, loggingDependsOn, engine } = context;
  const apiStage = standbyStageOf(target.apiStage);
  const alias = standbyAliasOf(target.alias);
  new Permission(place.called(`${apiStage}-calls-${alias}`), {
    ...place.located,
    action: 'lambda:InvokeFunction',
    function: lambda.name,
    qualifier: standby.name,
    principal: 'apigateway.amazonaws.com',
    sourceArn: pulumi.interpolate`${api.restApi.executionArn}/${apiStage}/*/*`,
  });
  const executionLogs = createExecutionLogs(apiStage, context);
  const stage = createStage(
    {
      apiStage,
      alias: noAlias,
      protect: false,
    },
    target,
    context,
    [...loggingDependsOn, executionLogs],
  );
  return { standbyStage: stage.stageName, standbyUrl: urlOf(stage, engine) };
}

function urlOf(stage: Stage, engine: Engine | undefined): pulumi.Output<string> {
  return pulumi
    .all([stage.restApi, stage.stageName, stage.invokeUrl])
    .apply(([restApiId, apiStage, invokeUrl]) =>
      engine ? engineUrl({ restApiId, apiStage }, engine) : invokeUrl.replace(/\/$/, ''),
    );
}

/** An alias, and the permission to invoke it for the target's own API stage. */
function createAlias(
  name: string,
  { lambda, aliasVersions, place: { called, located } }: TargetContext,
  sourceArn: pulumi.Output<string>,
): Alias {
  // No other mutable input, ever: any update of an alias sends the function version of the last
  // `pulumi up` and with it moves traffic back (trap D1).
  const alias = new Alias(
    called(`${name}-alias`),
    {
      ...{ ...located, name, functionName: lambda.name },
      functionVersion: aliasVersions[name] ?? '$LATEST',
    },
    { protect: true, ignoreChanges: ['functionVersion', 'routingConfig', 'description'] },
  );
  // The same function string in every permission: the provider serialises by it (trap D13).
  new Permission(
    called(`${name}-permission`),
    {
      ...located,
      action: 'lambda:InvokeFunction',
      function: lambda.name,
      qualifier: alias.name,
      principal: 'apigateway.amazonaws.com',
      sourceArn,
    },
    { protect: true },
  );
  return alias;
}

/**
 * Where the stage was there before this program made its log group, API Gateway has made it, and a second one
 * cannot be made (trap D16).
 */
function isLoggedByApiGateway(
  { apiStage }: TargetSettings,
  previous: RegionOutputs | undefined,
): boolean {
  const before = Object.values(previous?.targets ?? {}).find(
    (target) => target.apiStage === apiStage,
  );
  return before !== undefined && before.executionLogGroup === undefined;
}

/**
 * The log group that API Gateway would make itself, and keep for ever. It is there whatever the settings say:
 * the API stage logs by what was promoted, and would by what it is put back to.
 */
function createExecutionLogs(
  apiStage: string,
  {
    api: { restApi },
    functionSettings: { logRetentionDays },
    place: { called, located },
  }: TargetContext,
): LogGroup {
  return new LogGroup(called(`${apiStage}-execution-logs`), {
    ...located,
    name: restApi.id.apply((id) => executionLogGroup(id, apiStage)),
    retentionInDays: logRetentionDays,
    tags: stackTags(),
  });
}

function createStage(
  { apiStage, alias, protect }: StageOf,
  target: TargetSettings,
  {
    api: { restApi, deployment },
    functionSettings: { name, logRetentionDays },
    accepted,
    place: { called, located },
  }: TargetContext,
  dependsOn: pulumi.Resource[],
): Stage {
  const accessLogSettings = target.accessLog && {
    destinationArn: new LogGroup(called(`${apiStage}-access-logs`), {
      ...located,
      name: accessLogGroup(name, apiStage),
      retentionInDays: logRetentionDays,
      tags: stackTags(),
    }).arn,
    format: accessLogFormat,
  };
  const { logging, dataTrace, throttling, variables } = stageSettingsOf(target);
  // Its other inputs are safe to change: an update of a stage sends only what differs.
  const stage = new Stage(
    called(`${apiStage}-stage`),
    {
      ...located,
      restApi: restApi.id,
      stageName: apiStage,
      // With the version of its alias a pair that is gated; the newest deployment is not yet.
      deployment: accepted?.deployment ?? deployment.id,
      variables: { ...variables, LambdaAlias: alias },
      tags: stackTags(),
      ...(accessLogSettings && { accessLogSettings }),
    },
    {
      protect,
      // What its callers meet: releases set it, together.
      ignoreChanges: ['deployment', 'variables', 'canarySettings'],
      dependsOn,
    },
  );
  new MethodSettings(
    called(`${apiStage}-method-settings`),
    {
      ...located,
      restApi: restApi.id,
      stageName: stage.stageName,
      methodPath: '*/*',
      settings: {
        metricsEnabled: true,
        loggingLevel: logging,
        dataTraceEnabled: dataTrace,
        throttlingRateLimit: throttling.rateLimit,
        throttlingBurstLimit: throttling.burstLimit,
      },
    },
    { ignoreChanges: ['settings'] },
  );
  return stage;
}
