import { isIPv4, isIPv6 } from 'node:net';
import type { Region } from '../region.ts';
import { aliasProblem } from './alias-rules.ts';
import { isWithin } from './names.ts';
import { policyProblem } from './policy-rules.ts';
import type { HostedZone, RecordSet } from './state.ts';

/** What is wrong with a record set in a zone, in Route 53's words; undefined when it may be there. */
export function recordProblem(
  record: RecordSet,
  zone: HostedZone,
  others: readonly RecordSet[],
  region: Region,
): string | undefined {
  const { name, type, alias, values, ttl } = record;
  const what = `RRSet of type ${type} with DNS name ${name}`;
  if (!isWithin(name, zone.name)) {
    return `RRSet with DNS name ${name} is not permitted in zone ${zone.name}`;
  }
  if (type === 'CNAME' && name === zone.name) {
    return `${what} is not permitted at apex in zone ${zone.name}`;
  }
  const siblings = others.filter((other) => other.name === name && other.type === type);
  const conflict = policyProblem(record, siblings);
  if (conflict !== undefined) {
    return conflict;
  }
  const sameName = others.filter((other) => other.name === name && other.type !== type);
  if (sameName.some((other) => type === 'CNAME' || other.type === 'CNAME')) {
    return `${what} is not permitted as it conflicts with other records with the same DNS name in zone ${zone.name}`;
  }
  if (alias === undefined && (values.length === 0 || ttl === undefined)) {
    return `Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId], but found none in Change with [Action=CREATE, Name=${name}, Type=${type}, SetIdentifier=null]`;
  }
  if (alias !== undefined && (values.length > 0 || ttl !== undefined)) {
    return `Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId], but found more than one in Change with [Action=CREATE, Name=${name}, Type=${type}, SetIdentifier=null]`;
  }
  return (
    values.map((value) => valueProblem(type, value)).find(Boolean) ?? aliasProblem(record, region)
  );
}

function valueProblem(type: string, value: string): string | undefined {
  const fatal = (code: string, text: string) =>
    `Invalid Resource Record: 'FATAL problem: ${code} (${text}) encountered with '${value}''`;
  if (type === 'A' && !isIPv4(value)) {
    return fatal('ARRDATAIllegalIPv4Address', 'Value is not a valid IPv4 address');
  }
  if (type === 'AAAA' && !isIPv6(value)) {
    return fatal('AAAARRDATAIllegalIPv6Address', 'Value is not a valid IPv6 address');
  }
  if (type === 'CNAME' && !/^[\w.*-]+$/.test(value)) {
    return fatal('DomainNameFormat', 'Value is not a valid domain name');
  }
  return type === 'TXT' && !/^"[^]*"$/.test(value)
    ? fatal('InvalidCharacterString', 'Value should be enclosed in quotation marks')
    : undefined;
}
