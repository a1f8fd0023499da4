import { notImplemented } from '../not-implemented.ts';
import type { Region } from '../region.ts';
import { noSuchEntity } from './errors.ts';
import { isAwsManaged } from './ids.ts';
import type { ManagedPolicy, Role } from './state.ts';

/** @throws {NoSuchEntity} when there is none. */
export function requireRole(region: Region, roleName: string): Role {
  const role = region.state.iam.roles[roleName];
  if (role === undefined) {
    throw noSuchEntity(`The role with name ${roleName} cannot be found.`);
  }
  return role;
}

/** The JSON text of an inline policy. @throws {NoSuchEntity} when there is none. */
export function requireInlinePolicy(role: Role, policyName: string): string {
  const document = role.inlinePolicies[policyName];
  if (document === undefined) {
    throw noSuchEntity(`The role policy with name ${policyName} cannot be found.`);
  }
  return document;
}

/** Whether there is a managed policy with this ARN, AWS's own included. */
export function hasPolicy(region: Region, arn: string): boolean {
  return isAwsManaged(arn) || region.state.iam.policies[arn] !== undefined;
}

/** @throws {NotImplemented} for a policy that AWS manages */
export function findPolicy(region: Region, arn: string): ManagedPolicy | undefined {
  if (isAwsManaged(arn)) {
    throw notImplemented(`iam:GetPolicy of ${arn}, a policy that AWS manages,`);
  }
  return region.state.iam.policies[arn];
}

/** @throws {NoSuchEntity | NotImplemented} when there is none, or for a policy that AWS manages */
export function requirePolicy(region: Region, arn: string): ManagedPolicy {
  const policy = findPolicy(region, arn);
  if (policy === undefined) {
    throw noSuchEntity(`Policy ${arn} was not found.`);
  }
  return policy;
}
