import {
  apiGatewayRolePrefix,
  deployerRolePath,
  deployerRolePrefix,
  functionRolePrefix,
  githubTokens,
} from '../../names.ts';
import { where, type PolicyScope } from './scope.ts';

/** The provider completes the names of roles, so they are known by what they begin with. */
function role({ partition, account }: PolicyScope, prefix: string): string {
  return `arn:${partition}:iam::${account}:role/${prefix}*`;
}

/**
 * Completed with the time, `20261123…`: those of a function `greeting-prod` begin as the role of `greeting` does, and are
 * none of its.
 */
export function functionRole(scope: PolicyScope): string[] {
  return [role(scope, `${functionRolePrefix(scope.settings.function.name)}20`)];
}

export function boundedRole(scope: PolicyScope): string[] {
  return where(scope.settings.function.permissionsBoundary !== undefined, functionRole(scope));
}

export function roleWithManagedPolicies(scope: PolicyScope): string[] {
  return where(managedPolicies(scope).length > 0, functionRole(scope));
}

/** ARNs of the policies that the role has. */
export function managedPolicies({ settings }: PolicyScope): readonly string[] {
  return settings.function.policies.managed;
}

export function apiGatewayRole(scope: PolicyScope): string[] {
  const { function: settings, manageApiGatewayAccount } = scope.settings;
  return manageApiGatewayAccount ? [role(scope, apiGatewayRolePrefix(settings.name))] : [];
}

export function everyRole(scope: PolicyScope): string[] {
  return [...functionRole(scope), ...apiGatewayRole(scope), ...deployerRole(scope)];
}

/** Those that `pulumi destroy` deletes. */
export function rolesNotKept(scope: PolicyScope): string[] {
  return [...functionRole(scope), ...deployerRole(scope)];
}

/** By which CI releases the stack. */
export function deployerRole(scope: PolicyScope): string[] {
  const { function: settings, ci } = scope.settings;
  return where(ci.github !== undefined, [
    role(scope, `${deployerRolePath.slice(1)}${deployerRolePrefix(settings.name)}`),
  ]);
}

export function githubProvider(scope: PolicyScope): string[] {
  const { partition, account, settings } = scope;
  return where(settings.ci.github !== undefined, [
    `arn:${partition}:iam::${account}:oidc-provider/${githubTokens}`,
  ]);
}

/** Which there are can be asked of all alone. */
export function everyProvider({ settings }: PolicyScope): string[] {
  return where(settings.ci.github !== undefined, ['*']);
}
