import { byName } from '../by-name.ts';
import { parseStatements } from '../execute-api/access/policy.ts';
import { newDefinition } from './definition.ts';
import { badRequest } from './errors.ts';
import { newId } from './ids.ts';
import type { RestApi } from './state.ts';

/** The types and addresses an API is reached by. @throws {AwsError} 400 for what AWS does not combine */
export function verifyEndpointConfiguration({
  types,
  ipAddressType,
}: RestApi['endpointConfiguration']): void {
  if (types.length === 0) {
    throw badRequest('REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.');
  }
  if (types.length > 1) {
    throw badRequest('Cannot create an api with multiple Endpoint Types.');
  }
  if (types.includes('PRIVATE') && ipAddressType === 'ipv4') {
    throw badRequest('Only dualstack ipAddressType is supported for Private APIs.');
  }
}

/** @throws {AwsError} 400 unless AWS has the type */
export function verifyEndpointType(type: string): void {
  if (!['REGIONAL', 'EDGE', 'PRIVATE'].includes(type)) {
    throw badRequest('Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE,PRIVATE');
  }
}

/** @throws {AwsError} 400 for a description that is given and empty */
export function verifyDescription(description: string | undefined): void {
  if (description === '') {
    throw badRequest('Description cannot be an empty string');
  }
}

/** @throws {AwsError} 400 for a resource policy whose grammar is wrong, or that names no principal */
export function verifyPolicy(policy: string | undefined): void {
  if (policy === undefined || policy === '') {
    return;
  }
  const statements = parseStatements(policy);
  const isWhole = statements?.every(
    ({ Principal, NotPrincipal }) => Principal !== undefined || NotPrincipal !== undefined,
  );
  if (isWhole !== true) {
    throw badRequest(
      'Invalid policy document. Please check the policy syntax and ensure that Principals are valid.',
    );
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
export function newRestApi(
  name: string,
  endpointConfiguration: RestApi['endpointConfiguration'],
  nowMs: number,
): RestApi {
  return {
    id: newId(10),
    name,
    createdDate: Math.floor(nowMs / 1000),
    endpointConfiguration,
    binaryMediaTypes: [],
    tags: byName(),
    definition: newDefinition(name),
    deployments: byName(),
    stages: byName(),
  };
}
