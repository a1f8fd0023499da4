import type { RestRequest } from '../operation.ts';
import type { Region } from '../region.ts';
import { label } from '../rest/operation.ts';
import { noSuchHealthCheck, noSuchZone } from './errors.ts';
import type { HealthCheck, HostedZone, RecordSet } from './state.ts';

/** The zone that a label names, `Id` unless said otherwise. @throws {AwsError} `NoSuchHostedZone` 404 */
export function requireZone(request: RestRequest, region: Region, name = 'Id'): HostedZone {
  const id = label(request, name);
  const zone = region.state.route53.zones[id];
  if (zone === undefined) {
    throw noSuchZone(id);
  }
  return zone;
}

/** The health check that a label names. @throws {AwsError} `NoSuchHealthCheck` 404 */
export function requireHealthCheck(
  request: RestRequest,
  region: Region,
  name = 'HealthCheckId',
): HealthCheck {
  const id = label(request, name);
  const found = region.state.route53.healthChecks[id];
  if (found === undefined) {
    throw noSuchHealthCheck(id);
  }
  return found;
}

/** @throws {AwsError} `NoSuchHealthCheck` 404 where a record set names one that is not there */
export function verifyHealthCheck({ healthCheckId }: RecordSet, { state }: Region): void {
  if (healthCheckId !== undefined && state.route53.healthChecks[healthCheckId] === undefined) {
    throw noSuchHealthCheck(healthCheckId);
  }
}
