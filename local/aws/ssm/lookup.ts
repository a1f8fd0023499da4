import type { Region } from '../region.ts';
import { parameterNotFound } from './errors.ts';
import type { Parameter } from './state.ts';

/** `arn:aws:ssm:eu-west-1:123456789012:parameter/orders/key`; a name without a slash gets one. */
export function parameterArn({ region, account }: Region, name: string): string {
  return `arn:aws:ssm:${region}:${account}:parameter${name.startsWith('/') ? '' : '/'}${name}`;
}

/** By name or ARN. */
export function findParameter(region: Region, nameOrArn: string): Parameter | undefined {
  const { parameters } = region.state.ssm;
  return (
    parameters[nameOrArn] ??
    Object.values(parameters).find(({ name }) => parameterArn(region, name) === nameOrArn)
  );
}

/** @throws {AwsError} `ParameterNotFound` 400 */
export function requireParameter(region: Region, nameOrArn: string): Parameter {
  const found = findParameter(region, nameOrArn);
  if (found === undefined) {
    throw parameterNotFound();
  }
  return found;
}
