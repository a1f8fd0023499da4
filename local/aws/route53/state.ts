import { byName, type ByName } from '../by-name.ts';

/** The Route 53 state of an account, which has no regions. Every value is plain JSON. */
export interface Route53State {
  /** By id, `Z0123456789ABCDEFGHIJ`. */
  readonly zones: ByName<HostedZone>;
  /** By id, `C0123…`: when it was submitted, in milliseconds since the epoch. */
  readonly changes: ByName<number>;
  /** By id, a UUID. */
  readonly healthChecks: ByName<HealthCheck>;
}

export interface HostedZone {
  id: string;
  /** With a dot at the end: `example.com.` */
  name: string;
  callerReference: string;
  comment?: string;
  /** What may ask a private zone; a public one has none. */
  vpcs: { id: string; region: string }[];
  records: RecordSet[];
  tags: ByName<string>;
}

export interface RecordSet {
  /** With a dot at the end, in lower case: `api.example.com.` */
  name: string;
  /** `A`, `AAAA`, `CNAME`, … */
  type: string;
  /** Seconds; an alias has none. */
  ttl?: number;
  values: string[];
  alias?: AliasTarget;
  /** Tells those of one name and type apart; only one with a policy has it. */
  setIdentifier?: string;
  policy?: RoutingPolicy;
  /** What its health is, beside that of its target. */
  healthCheckId?: string;
}

/** By what Route 53 chooses one of the record sets of a name and type; all of these have the same kind. */
export type RoutingPolicy =
  | { kind: 'weighted'; weight: number }
  | { kind: 'latency'; region: string }
  | { kind: 'failover'; role: 'PRIMARY' | 'SECONDARY' }
  | ({ kind: 'geolocation' } & Location);

/** A part of the world. The country `*` is everywhere. */
export interface Location {
  /** `EU` */
  continent?: string;
  /** `DE` */
  country?: string;
  /** `CA`, of the United States or Ukraine. */
  subdivision?: string;
}

export interface HealthCheck {
  id: string;
  callerReference: string;
  /** Raised by each change, from 1. */
  version: number;
  config: HealthCheckConfig;
  tags: ByName<string>;
}

export interface HealthCheckConfig {
  type: 'HTTP' | 'HTTPS' | 'CALCULATED';
  /** Of an endpoint. */
  name?: string;
  port?: number;
  path?: string;
  /** Seconds. */
  requestInterval?: number;
  failureThreshold?: number;
  measureLatency?: boolean;
  enableSni?: boolean;
  /** Where checkers are, as asked for. */
  regions: string[];
  inverted: boolean;
  disabled: boolean;
  /** Ids, of a calculated one. */
  children: string[];
  /** How many children have to be healthy. */
  healthThreshold?: number;
}

export interface AliasTarget {
  zoneId: string;
  /** With a dot at the end. */
  dnsName: string;
  evaluateTargetHealth: boolean;
}

/** The state of an account without zones. */
export function emptyRoute53State(): Route53State {
  return { zones: byName(), changes: byName(), healthChecks: byName() };
}
