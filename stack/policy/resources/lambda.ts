import { bundleBucket, standbyAliasOf } from '../../names.ts';
import { where, type PolicyScope } from './scope.ts';

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

/** Functions that routes may call, as `openapi.yaml` names them, or values of the settings for it. */
export function calledFunctions({ settings, otherFunctions = [] }: PolicyScope): string[] {
  const arns = [...Object.values(settings.api.values), ...otherFunctions].flatMap(
    (value) => String(value).match(/arn:[\w-]+:lambda:[\w-]+:\d{12}:function:[\w-]+/g) ?? [],
  );
  return [...new Set(arns)].flatMap((arn) => [arn, `${arn}:*`]);
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
