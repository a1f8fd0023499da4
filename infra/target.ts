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
import { engineUrl, type Engine } from '../stack/api-url.ts';
import { stackTags } from './stack-tags.ts';
import type { StackOutputs, TargetOutputs } from '../stack/outputs.ts';
import { accessLogGroup, executionLogGroup, standbyAliasOf } from '../stack/names.ts';
import type { FunctionSettings, TargetSettings } from '../stack/settings.ts';

type OutputsOf<T> = { readonly [K in keyof T]: pulumi.Input<T[K]> };

export interface TargetContext {
  readonly lambda: LambdaFunction;
  readonly api: Api;
  readonly functionSettings: FunctionSettings;
  /** What must exist before API Gateway may write logs. */
  readonly loggingDependsOn: pulumi.Resource[];
  /** What the stack had before. */
  readonly previous: StackOutputs | undefined;
  readonly aliasVersions: AliasVersions;
  /** Another engine than AWS. */
  readonly engine?: Engine | undefined;
}

/**
 * One target: an alias, the API stage that calls it, and the permission for just that call.
 * What the alias points at and what the stage serves belongs to the runner from the start.
 */
export function createTarget(
  target: TargetSettings,
  context: TargetContext,
): OutputsOf<TargetOutputs> {
  const { api, functionSettings, loggingDependsOn, previous, engine } = context;
  const sourceArn = pulumi.interpolate`${api.restApi.executionArn}/${target.apiStage}/*/*`;
  const alias = createAlias(target.alias, target.name, context, sourceArn);
  createAlias(standbyAliasOf(target.alias), `${target.name}-standby`, context, sourceArn);
  const executionLogs = createExecutionLogs(target, api, functionSettings, previous);
  const dependsOn = [...loggingDependsOn, ...(executionLogs ? [executionLogs] : [])];
  const stage = createStage(target, api, functionSettings, dependsOn);
  return {
    ...(executionLogs && { executionLogGroup: executionLogs.name }),
    alias: alias.name,
    aliasArn: alias.arn,
    apiStage: stage.stageName,
    url: urlOf(stage, engine),
  };
}

function urlOf(stage: Stage, engine: Engine | undefined): pulumi.Output<string> {
  return pulumi
    .all([stage.restApi, stage.stageName, stage.invokeUrl])
    .apply(([restApiId, apiStage, invokeUrl]) =>
      engine ? engineUrl({ restApiId, apiStage }, engine) : invokeUrl.replace(/\/$/, ''),
    );
}

/**
 * Of what serves: it is never deleted or replaced. Resources are named after the alias or the API stage
 * that they are, so a target that gets another name keeps them; before, they were named after it.
 */
function keptAs(name: string, formerly: string): pulumi.CustomResourceOptions {
  return { protect: true, ...knownAs(name, formerly) };
}

function knownAs(name: string, formerly: string): pulumi.CustomResourceOptions {
  return name === formerly ? {} : { aliases: [{ name: formerly }] };
}

/** An alias, and the permission to invoke it for the target's own API stage. */
function createAlias(
  name: string,
  formerly: string,
  { lambda, aliasVersions }: TargetContext,
  sourceArn: pulumi.Output<string>,
): Alias {
  // No other mutable input, ever: any update of an alias sends the function version of the last
  // `pulumi up` and with it moves traffic back (trap D1).
  const alias = new Alias(
    `${name}-alias`,
    { name, functionName: lambda.name, functionVersion: aliasVersions[name] ?? '$LATEST' },
    {
      ...keptAs(`${name}-alias`, `${formerly}-alias`),
      ignoreChanges: ['functionVersion', 'routingConfig', 'description'],
    },
  );
  // The same function string in every permission: the provider serialises by it (trap D13).
  new Permission(
    `${name}-permission`,
    {
      action: 'lambda:InvokeFunction',
      function: lambda.name,
      qualifier: alias.name,
      principal: 'apigateway.amazonaws.com',
      sourceArn,
    },
    keptAs(`${name}-permission`, `${formerly}-permission`),
  );
  return alias;
}

/**
 * The log group that API Gateway would make itself, and keep for ever. Where the stage was there before
 * this program made it, API Gateway has, and a second one cannot be made (trap D16).
 */
function createExecutionLogs(
  { apiStage, logging }: TargetSettings,
  { restApi }: Api,
  { logRetentionDays }: FunctionSettings,
  previous: StackOutputs | undefined,
): LogGroup | undefined {
  const before = Object.values(previous?.targets ?? {}).find(
    (target) => target.apiStage === apiStage,
  );
  const isMadeByApiGateway = before !== undefined && before.executionLogGroup === undefined;
  return logging === 'OFF' || isMadeByApiGateway
    ? undefined
    : new LogGroup(`${apiStage}-execution-logs`, {
        name: restApi.id.apply((id) => executionLogGroup(id, apiStage)),
        retentionInDays: logRetentionDays,
        tags: stackTags(),
      });
}

function createStage(
  target: TargetSettings,
  { restApi, deployment }: Api,
  { name, logRetentionDays }: FunctionSettings,
  dependsOn: pulumi.Resource[],
): Stage {
  const named = (suffix: string) => `${target.apiStage}-${suffix}`;
  const formerly = (suffix: string) => `${target.name}-${suffix}`;
  const accessLogSettings = target.accessLog && {
    destinationArn: new LogGroup(
      named('access-logs'),
      {
        name: accessLogGroup(name, target.apiStage),
        retentionInDays: logRetentionDays,
        tags: stackTags(),
      },
      knownAs(named('access-logs'), formerly('access-logs')),
    ).arn,
    format: accessLogFormat,
  };
  // Its other inputs are safe to change: an update of a stage sends only what differs.
  const stage = new Stage(
    named('stage'),
    {
      restApi: restApi.id,
      stageName: target.apiStage,
      deployment: deployment.id,
      variables: { ...target.variables, LambdaAlias: target.alias },
      tags: stackTags(),
      ...(accessLogSettings && { accessLogSettings }),
    },
    {
      ...keptAs(named('stage'), formerly('stage')),
      // Of the variables the runner's alone: the others are sent one by one.
      ignoreChanges: ['deployment', 'variables.LambdaAlias', 'canarySettings'],
      dependsOn,
    },
  );
  new MethodSettings(
    named('method-settings'),
    {
      restApi: restApi.id,
      stageName: stage.stageName,
      methodPath: '*/*',
      settings: {
        metricsEnabled: true,
        loggingLevel: target.logging,
        dataTraceEnabled: target.logging !== 'OFF' && target.dataTrace,
        throttlingRateLimit: target.throttling.rateLimit,
        throttlingBurstLimit: target.throttling.burstLimit,
      },
    },
    knownAs(named('method-settings'), formerly('method-settings')),
  );
  return stage;
}
