import { AwsError } from '../errors.ts';

export const invalidInput = (message: string): AwsError =>
  new AwsError('InvalidInput', 400, message);

export const noSuchZone = (id: string): AwsError =>
  new AwsError('NoSuchHostedZone', 404, `No hosted zone found with ID: ${id}`);

export const noSuchChange = (id: string): AwsError =>
  new AwsError('NoSuchChange', 404, `A change with the ID ${id} does not exist.`);

export const zoneExists = (reference: string): AwsError =>
  new AwsError(
    'HostedZoneAlreadyExists',
    409,
    `A hosted zone has already been created with the specified caller reference: ${reference}`,
  );

export const zoneNotEmpty = (): AwsError =>
  new AwsError(
    'HostedZoneNotEmpty',
    400,
    'The specified hosted zone contains non-required resource record sets and so cannot be deleted.',
  );

/** Every problem of a batch, of which then nothing was done. */
export const invalidBatch = (problems: readonly string[]): AwsError =>
  new AwsError('InvalidChangeBatch', 400, `[${problems.join(', ')}]`);

export const noSuchHealthCheck = (id: string): AwsError =>
  new AwsError('NoSuchHealthCheck', 404, `A health check with id ${id} does not exist.`);

export const healthCheckExists = (reference: string): AwsError =>
  new AwsError(
    'HealthCheckAlreadyExists',
    409,
    `A health check with the caller reference ${reference} and other settings exists already.`,
  );

export const healthCheckChanged = (version: number): AwsError =>
  new AwsError(
    'HealthCheckVersionMismatch',
    409,
    `The health check is at version ${String(version)}, not at the one given.`,
  );
