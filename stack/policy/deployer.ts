import { toPolicy, type Grant, type Policy } from './policy.ts';
import { provisioningPolicy } from './provisioning.ts';
import { releasingPolicy } from './releasing.ts';
import { deployerRole, everyProvider, githubProvider } from './resources/roles.ts';
import type { PolicyScope } from './resources/scope.ts';

/** Of what makes CI a deployer, CI itself reads all, and changes nothing. */
const deployerReads: readonly Grant[] = [
  {
    actions: [
      'iam:GetRole',
      'iam:GetRolePolicy',
      'iam:ListAttachedRolePolicies',
      'iam:ListRolePolicies',
      'iam:ListRoleTags',
    ],
    on: deployerRole,
  },
  { actions: ['iam:ListOpenIDConnectProviders'], on: everyProvider },
  { actions: ['iam:GetOpenIDConnectProvider'], on: githubProvider },
];

/**
 * What CI may do in this stack: all that people may who release it, but for making itself able to do more.
 */
export function deployerPolicies(
  scope: PolicyScope,
): Readonly<Record<'provisioning' | 'releasing', Policy>> {
  const withoutCi = { ...scope, settings: { ...scope.settings, ci: {} } };
  const reads = toPolicy(deployerReads, scope);
  const provisioning = provisioningPolicy(withoutCi);
  return {
    provisioning: { ...provisioning, Statement: [...provisioning.Statement, ...reads.Statement] },
    releasing: releasingPolicy(scope),
  };
}
