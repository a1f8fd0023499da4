import { byName, type ByName } from '../by-name.ts';

/** The Route 53 state of an account, which has no regions. Every value is plain JSON. */
export interface Route53State {
  /** By id, `Z0123456789ABCDEFGHIJ`. */
  readonly zones: ByName<HostedZone>;
  /** By id, `C0123…`: when it was submitted, in milliseconds since the epoch. */
  readonly changes: ByName<number>;
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
}

export interface AliasTarget {
  zoneId: string;
  /** With a dot at the end. */
  dnsName: string;
  evaluateTargetHealth: boolean;
}

/** The state of an account without zones. */
export function emptyRoute53State(): Route53State {
  return { zones: byName(), changes: byName() };
}
