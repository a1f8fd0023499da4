import { byName } from '../by-name.ts';
import { newDefinition } from './definition.ts';
import { badRequest } from './errors.ts';
import { newId } from './ids.ts';
import type { RestApi } from './state.ts';

/** @throws {AwsError} 400 unless it is one type that AWS has */
export function verifyEndpointTypes(types: readonly string[]): void {
  const [type = ''] = types;
  if (types.length !== 1 || !['REGIONAL', 'EDGE', 'PRIVATE'].includes(type)) {
    throw badRequest('An API has one endpoint type: REGIONAL, EDGE or PRIVATE');
  }
}

/** @throws {AwsError} 400 for a size AWS does not take: 0 to 10 MiB. */
export function verifyCompression(bytes: number | undefined): void {
  if (bytes !== undefined && (!Number.isInteger(bytes) || bytes < 0 || bytes > 10_485_760)) {
    throw badRequest('Invalid minimum compression size, must be between 0 and 10485760');
  }
}

/**
 * A REST API without resources but its root, that is not yet part of any state.
 *
 * @param nowMs milliseconds since the epoch
 */
export function newRestApi(name: string, endpointTypes: string[], nowMs: number): RestApi {
  return {
    id: newId(10),
    name,
    createdDate: Math.floor(nowMs / 1000),
    endpointConfiguration: { types: endpointTypes },
    binaryMediaTypes: [],
    tags: byName(),
    definition: newDefinition(name),
    deployments: byName(),
    stages: byName(),
  };
}
