import { policyView } from './policies.ts';
import type { HealthCheck, HostedZone, RecordSet } from './state.ts';

type View = Record<string, unknown>;

/** Four, as of a delegation set that is not reusable. */
export function nameServers({ id }: Pick<HostedZone, 'id'>): string[] {
  const number = Buffer.from(id).reduce((sum, byte) => sum + byte, 0);
  return ['com', 'net', 'org', 'co.uk'].map(
    (suffix, index) => `ns-${number + 512 * index}.awsdns-${number % 64}.${suffix}`,
  );
}

export function zoneView(zone: HostedZone): View {
  return {
    Id: `/hostedzone/${zone.id}`,
    Name: zone.name,
    CallerReference: zone.callerReference,
    Config: { Comment: zone.comment, PrivateZone: isPrivate(zone) },
    ResourceRecordSetCount: zone.records.length,
  };
}

/** Whether it answers in its VPCs only. */
export function isPrivate({ vpcs }: HostedZone): boolean {
  return vpcs.length > 0;
}

/** Where to ask, beside the zone itself: name servers, or VPCs. */
export function placesView(zone: HostedZone): View {
  return isPrivate(zone)
    ? { VPCs: { VPC: zone.vpcs.map(({ id, region }) => ({ VPCRegion: region, VPCId: id })) } }
    : { DelegationSet: { NameServers: { NameServer: nameServers(zone) } } };
}

export function healthCheckView({ id, callerReference, version, config }: HealthCheck): View {
  return {
    Id: id,
    CallerReference: callerReference,
    HealthCheckVersion: version,
    HealthCheckConfig: {
      Type: config.type,
      FullyQualifiedDomainName: config.name,
      Port: config.port,
      ResourcePath: config.path,
      RequestInterval: config.requestInterval,
      FailureThreshold: config.failureThreshold,
      MeasureLatency: config.measureLatency,
      EnableSNI: config.enableSni,
      HealthThreshold: config.healthThreshold,
      ...(config.children.length > 0 && {
        ChildHealthChecks: { ChildHealthCheck: config.children },
      }),
      ...(config.regions.length > 0 && { Regions: { Region: config.regions } }),
      Inverted: config.inverted,
      Disabled: config.disabled,
    },
  };
}

export function recordView(record: RecordSet): View {
  const { name, type, ttl, values, alias } = record;
  return {
    Name: name,
    Type: type,
    ...policyView(record),
    TTL: ttl,
    ...(values.length > 0 && {
      ResourceRecords: { ResourceRecord: values.map((Value) => ({ Value })) },
    }),
    ...(alias && {
      AliasTarget: {
        HostedZoneId: alias.zoneId,
        DNSName: alias.dnsName,
        EvaluateTargetHealth: alias.evaluateTargetHealth,
      },
    }),
  };
}
