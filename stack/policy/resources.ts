import {
  accessLogGroup,
  apiGatewayRolePrefix,
  bundleBucket,
  deployerRolePath,
  deployerRolePrefix,
  executionLogGroup,
  functionLogGroup,
  functionRolePrefix,
  githubTokens,
  standbyAliasOf,
  standbyStageOf,
  releaseLogGroup,
} from '../names.ts';
import { hasStandbyStage } from '../api-tier.ts';
import { addressesOf, domainNamesOf } from '../domain-address.ts';
import type { StackSettings, TargetSettings } from '../settings.ts';
import type { OwnResource } from './own/need.ts';

/** Where a stack is, and what it is called there. */
export interface PolicyScope {
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string;
  readonly region: string;
  /** Twelve digits. */
  readonly account: string;
  /** `*` before the stack is provisioned. */
  readonly restApiId: string;
  readonly settings: StackSettings;
  /** What `infra/own.ts` makes. */
  readonly own?: readonly OwnResource[];
  /** Where the stack is besides. */
  readonly others?: readonly Pick<PolicyScope, 'region' | 'restApiId'>[];
}

/** CloudWatch knows no smaller resource than all its figures, nor IAM than all its roles. */
export function everything(): string[] {
  return ['*'];
}

/** Where any target is rolled out: the figures of CloudWatch, which cannot be limited to some. */
export function everyMetric({ settings }: PolicyScope): string[] {
  return settings.targets.some(({ rollout }) => rollout) ? ['*'] : [];
}

/** Where any target names alarms. */
export function everyAlarm({ settings }: PolicyScope): string[] {
  return settings.targets.some(({ rollout }) => rollout?.judge.alarms.length) ? ['*'] : [];
}

function lambdaArn({ partition, region, account, settings }: PolicyScope): string {
  return `arn:${partition}:lambda:${region}:${account}:function:${settings.function.name}`;
}

export function theFunction(scope: PolicyScope): string[] {
  return [lambdaArn(scope)];
}

export function itsQualifiers(scope: PolicyScope): string[] {
  return [`${lambdaArn(scope)}:*`];
}

export function itsAliases(scope: PolicyScope): string[] {
  return scope.settings.targets
    .flatMap(({ alias }) => [alias, standbyAliasOf(alias)])
    .map((alias) => `${lambdaArn(scope)}:${alias}`);
}

/** A person may have given any of them provisioned concurrency. */
export function aliasesThatMayBeProvisioned(scope: PolicyScope): string[] {
  return scope.settings.targets.map(({ alias }) => `${lambdaArn(scope)}:${alias}`);
}

export function aliasesToProvision(scope: PolicyScope): string[] {
  return scope.settings.targets
    .filter(({ provisionedConcurrency }) => provisionedConcurrency !== undefined)
    .map(({ alias }) => `${lambdaArn(scope)}:${alias}`);
}

function apiGateway({ partition, region }: PolicyScope, path: string): string {
  return `arn:${partition}:apigateway:${region}::${path}`;
}

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

/** Policies of several regions say no more of an API than that it is the stack's, or they would not fit into IAM. */
function hasOthers({ others = [] }: PolicyScope): boolean {
  return others.length > 0;
}

export function apiStages(scope: PolicyScope): string[] {
  if (hasOthers(scope)) {
    return [inApi(scope, '/stages/*')];
  }
  return scope.settings.targets
    .flatMap(stagesOf)
    .map((apiStage) => inApi(scope, `/stages/${apiStage}`));
}

/** Of a target, its standby API stage included, where it has one. */
function stagesOf(
  { apiStage }: TargetSettings,
  index: number,
  targets: readonly TargetSettings[],
): readonly string[] {
  return hasStandbyStage(targets, index) ? [apiStage, standbyStageOf(apiStage)] : [apiStage];
}

export function deployments(scope: PolicyScope): string[] {
  return [inApi(scope, '/deployments')];
}

export function eachDeployment(scope: PolicyScope): string[] {
  return [inApi(scope, '/deployments/*')];
}

function logGroup({ partition, region, account }: PolicyScope, name: string): string {
  return `arn:${partition}:logs:${region}:${account}:log-group:${name}`;
}

/** `DescribeLogGroups` looks among all groups of an account, even for one. */
export function everyLogGroup(scope: PolicyScope): string[] {
  return [logGroup(scope, '*')];
}

export function releaseLogStreams(scope: PolicyScope): string[] {
  return [logGroup(scope, `${releaseLogGroup(scope.settings.function.name)}:*`)];
}

/** CloudWatch Logs writes the ARN of a group with `:*` at its end, except for tags. */
export function logGroups(scope: PolicyScope): string[] {
  const { function: settings, targets } = scope.settings;
  const access = targets.flatMap((target, index) =>
    target.accessLog
      ? stagesOf(target, index, targets).map((stage) => accessLogGroup(settings.name, stage))
      : [],
  );
  const execution = targets.flatMap((target, index) =>
    target.logging === 'OFF'
      ? []
      : stagesOf(target, index, targets).map((stage) => executionLogGroup(scope.restApiId, stage)),
  );
  const ofFunction = [functionLogGroup(settings.name), releaseLogGroup(settings.name)];
  const named = hasOthers(scope) ? ofFunction : [...ofFunction, ...access, ...execution];
  const ofStages = [accessLogGroup(settings.name, '*'), executionLogGroup(scope.restApiId, '*')];
  return [
    ...named.flatMap((name) => [logGroup(scope, name), logGroup(scope, `${name}:*`)]),
    ...(hasOthers(scope) ? ofStages.map((name) => logGroup(scope, name)) : []),
  ];
}

/** The provider completes the names of roles, so they are known by what they begin with. */
function role({ partition, account }: PolicyScope, prefix: string): string {
  return `arn:${partition}:iam::${account}:role/${prefix}*`;
}

export function functionRole(scope: PolicyScope): string[] {
  return [role(scope, functionRolePrefix(scope.settings.function.name))];
}

/** Resources of the stack, where its function has a setting that needs more on it. */
function where(isNeeded: boolean, resources: readonly string[]): string[] {
  return isNeeded ? [...resources] : [];
}

export function functionWithReservation(scope: PolicyScope): string[] {
  return where(scope.settings.function.reservedConcurrency !== undefined, theFunction(scope));
}

export function functionWithRuntimeUpdates(scope: PolicyScope): string[] {
  return where(scope.settings.function.runtimeUpdates !== 'Auto', theFunction(scope));
}

export function layerVersions({ settings }: PolicyScope): string[] {
  return settings.function.layers;
}

export function environmentKey({ settings }: PolicyScope): string[] {
  const { kmsKey } = settings.function;
  return kmsKey === undefined ? [] : [kmsKey];
}

/** EC2's descriptions cannot be limited to some. */
export function everyNetwork({ settings }: PolicyScope): string[] {
  return where(settings.function.vpc !== undefined, ['*']);
}

export function boundedRole(scope: PolicyScope): string[] {
  return where(scope.settings.function.permissionsBoundary !== undefined, functionRole(scope));
}

export function roleWithManagedPolicies(scope: PolicyScope): string[] {
  return where(managedPolicies(scope).length > 0, functionRole(scope));
}

/** ARNs of the policies that the role has. */
export function managedPolicies({ settings }: PolicyScope): readonly string[] {
  return settings.function.policies.managed;
}

/** Functions that values of the settings name for `openapi.yaml`, which may call them. */
export function calledFunctions({ settings }: PolicyScope): string[] {
  const arns = Object.values(settings.api.values).flatMap(
    (value) => String(value).match(/arn:[\w-]+:lambda:[\w-]+:\d{12}:function:[\w-]+/g) ?? [],
  );
  return [...new Set(arns)].flatMap((arn) => [arn, `${arn}:*`]);
}

export function apiGatewayRole(scope: PolicyScope): string[] {
  const { function: settings, manageApiGatewayAccount } = scope.settings;
  return manageApiGatewayAccount ? [role(scope, apiGatewayRolePrefix(settings.name))] : [];
}

export function apiGatewayAccount(scope: PolicyScope): string[] {
  return scope.settings.manageApiGatewayAccount ? [apiGateway(scope, '/account')] : [];
}

export function everyRole(scope: PolicyScope): string[] {
  return [...functionRole(scope), ...apiGatewayRole(scope), ...deployerRole(scope)];
}

/** Those that `pulumi destroy` deletes. */
export function rolesNotKept(scope: PolicyScope): string[] {
  return [...functionRole(scope), ...deployerRole(scope)];
}

/** For packages that are too large for a call to Lambda. */
export function bundlesBucket(scope: PolicyScope): string[] {
  return where(scope.settings.function.bundle.s3, [
    `arn:${scope.partition}:s3:::${bundleBucket(lambdaArn(scope))}`,
  ]);
}

export function bundles(scope: PolicyScope): string[] {
  return bundlesBucket(scope).map((arn) => `${arn}/*`);
}

/** By which CI releases the stack. */
export function deployerRole(scope: PolicyScope): string[] {
  const { function: settings, ci } = scope.settings;
  return where(ci.github !== undefined, [
    role(scope, `${deployerRolePath.slice(1)}${deployerRolePrefix(settings.name)}`),
  ]);
}

export function githubProvider(scope: PolicyScope): string[] {
  const { partition, account, settings } = scope;
  return where(settings.ci.github !== undefined, [
    `arn:${partition}:iam::${account}:oidc-provider/${githubTokens}`,
  ]);
}

/** Which there are can be asked of all alone. */
export function everyProvider({ settings }: PolicyScope): string[] {
  return where(settings.ci.github !== undefined, ['*']);
}

/** With those that lead to one region of a routed name: `eu-west-1.api.example.com`. */
function namesOf({ settings }: PolicyScope): string[] {
  const names = domainNamesOf(settings);
  return isRouted(settings) ? names.flatMap((name) => [name, `*.${name}`]) : names;
}

function isRouted({ domain }: StackSettings): boolean {
  return domain?.routing !== undefined;
}

export function domainNames(scope: PolicyScope): string[] {
  return namesOf(scope).map((name) => apiGateway(scope, `/domainnames/${name}`));
}

/** Where domain names are made. */
export function allDomainNames(scope: PolicyScope): string[] {
  return where(scope.settings.domain !== undefined, [apiGateway(scope, '/domainnames')]);
}

export function baseMappings(scope: PolicyScope): string[] {
  return domainNames(scope).map((name) => `${name}/basepathmappings`);
}

export function eachMapping(scope: PolicyScope): string[] {
  return [
    ...new Set(
      addressesOf(scope.settings)
        .flatMap(({ name, basePath }) =>
          (isRouted(scope.settings) ? [name, `*.${name}`] : [name]).map(
            (each) =>
              `/domainnames/${each}/basepathmappings/${basePath === '' ? '(none)' : basePath}`,
          ),
        )
        .map((path) => apiGateway(scope, path)),
    ),
  ];
}

export function domainTags(scope: PolicyScope): string[] {
  return domainNames(scope).map((arn) => apiGateway(scope, `/tags/${encodeURIComponent(arn)}`));
}

/** AWS names them itself. */
export function madeCertificates({ partition, region, account, settings }: PolicyScope): string[] {
  const { domain } = settings;
  const place = domain?.endpoint === 'edge' ? 'us-east-1' : region;
  return where(domain !== undefined && domain.certificate === undefined, [
    `arn:${partition}:acm:${place}:${account}:certificate/*`,
  ]);
}

/** A certificate has no name before it is there. */
export function newCertificates(scope: PolicyScope): string[] {
  return where(madeCertificates(scope).length > 0, ['*']);
}

/** The zone is found by its name, so its id is not known here. */
export function hostedZones({ partition, settings }: PolicyScope): string[] {
  return where(settings.domain?.zone !== undefined, [`arn:${partition}:route53:::hostedzone/*`]);
}

export function zoneChanges({ partition, settings }: PolicyScope): string[] {
  return where(settings.domain?.zone !== undefined, [`arn:${partition}:route53:::change/*`]);
}

/** Which there are can be asked of all alone. */
export function everyZone({ settings }: PolicyScope): string[] {
  return where(settings.domain?.zone !== undefined, ['*']);
}

/** Names that records of the stack's zone may have: the domains', and below them what proves them. */
export function recordNames({ settings }: PolicyScope): string[] {
  const below = isRouted(settings) ? '*' : '_*';
  return domainNamesOf(settings).flatMap((name) => [name, `${below}.${name}`]);
}

/** A health check has no id before it is there. */
export function newHealthChecks({ settings }: PolicyScope): string[] {
  return where(isRouted(settings), ['*']);
}

export function healthChecks({ partition, settings }: PolicyScope): string[] {
  return where(isRouted(settings), [`arn:${partition}:route53:::healthcheck/*`]);
}
