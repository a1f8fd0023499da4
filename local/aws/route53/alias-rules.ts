import type { Region } from '../region.ts';
import { isWithin } from './names.ts';
import type { AliasTarget, RecordSet } from './state.ts';

/** Of the names that CloudFront gives its distributions. */
export const cloudFrontZone = 'Z2FDTNDATAQYW2';

/**
 * The zones of the names that API Gateway gives regional domains, by region (AWS General Reference, "Amazon
 * API Gateway endpoints and quotas").
 */
const regionalZones: Readonly<Record<string, string>> = {
  'ap-northeast-1': 'Z1YSHQZHG15GKL',
  'ap-northeast-2': 'Z20JF4UZKIW1U8',
  'ap-south-1': 'Z3VO1THU9YC4UR',
  'ap-southeast-1': 'ZL327KTPIQFUL',
  'ap-southeast-2': 'Z2RPCDW04V8134',
  'ca-central-1': 'Z19DQILCV0OWEC',
  'eu-central-1': 'Z1U9ULNL0V5AJ3',
  'eu-north-1': 'Z3UWIKFBOOGXPP',
  'eu-west-1': 'ZLY8HYME6SFDD',
  'eu-west-2': 'ZJ5UAJN8Y3Z2Q',
  'eu-west-3': 'Z3KY65QIEKYHQQ',
  'sa-east-1': 'ZCMLWB8V5SYIT',
  'us-east-1': 'Z1UJRXOUMOOFQ8',
  'us-east-2': 'ZOJJZC49E0EPZ',
  'us-west-1': 'Z2MUQ32089INYE',
  'us-west-2': 'Z2OJLYMUO9EFXC',
};

/** The zone of the name that API Gateway gives a regional domain; of a region that is not listed, a made-up one. */
export function regionalZone(region: string): string {
  return regionalZones[region] ?? `ZLOCAL${region.toUpperCase().replaceAll('-', '')}`;
}

/** What is wrong with the target of an alias, in Route 53's words; undefined when it may be one. */
export function aliasProblem({ name, type, alias }: RecordSet, region: Region): string | undefined {
  if (alias === undefined) {
    return undefined;
  }
  const target = `Tried to create an alias that targets ${alias.dnsName}, type ${type} in zone ${alias.zoneId}`;
  const zones = zonesOfTarget(alias, region);
  if (zones === undefined) {
    return `${target}, but that target was not found`;
  }
  if (!zones.some((zone) => isWithin(alias.dnsName, zone))) {
    return `${target}, but the alias target name does not lie within the target zone`;
  }
  const own = region.state.route53.zones[alias.zoneId];
  const isThere = own?.records.some(
    (record) => record.name === alias.dnsName && record.type === type && record.name !== name,
  );
  return isThere === false ? `${target}, but that target was not found` : undefined;
}

/** What the names of a target's zone end with. */
function zonesOfTarget({ zoneId }: AliasTarget, region: Region): readonly string[] | undefined {
  const own = region.state.route53.zones[zoneId];
  if (own !== undefined) {
    return [own.name];
  }
  if (zoneId === cloudFrontZone) {
    return ['cloudfront.net.'];
  }
  const [of] = Object.entries(regionalZones).find(([, id]) => id === zoneId) ?? [];
  if (of !== undefined) {
    return [`execute-api.${of}.amazonaws.com.`];
  }
  return zoneId.startsWith('ZLOCAL') ? ['amazonaws.com.'] : undefined;
}
