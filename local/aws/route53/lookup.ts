import type { RestRequest } from '../operation.ts';
import type { Region } from '../region.ts';
import { label } from '../rest/operation.ts';
import { noSuchZone } from './errors.ts';
import type { HostedZone } from './state.ts';

/** The zone that a label names, `Id` unless said otherwise. @throws {AwsError} `NoSuchHostedZone` 404 */
export function requireZone(request: RestRequest, region: Region, name = 'Id'): HostedZone {
  const id = label(request, name);
  const zone = region.state.route53.zones[id];
  if (zone === undefined) {
    throw noSuchZone(id);
  }
  return zone;
}
