import { addressesOf, domainNamesOf } from '../../domain-address.ts';
import type { StackSettings } from '../../settings.ts';
import { apiGateway } from './arn.ts';
import { where, type PolicyScope } from './scope.ts';

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
