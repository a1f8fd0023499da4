import type { Region } from '../region.ts';
import { parseTrustPolicy } from './policy-document.ts';
import type { Role } from './state.ts';

/** The role with this ARN in the region's account, or undefined. */
export function findRole(region: Region, roleArn: string): Role | undefined {
  return Object.values(region.state.iam.roles).find((role) => role.arn === roleArn);
}

/**
 * True when the role's trust policy lets a service take it on, by `sts:AssumeRole` for
 * `lambda.amazonaws.com` for instance. A Deny wins over an Allow. Conditions are not modelled: a statement that
 * has some counts as if they were met.
 */
export function canBeAssumedBy(role: Role, servicePrincipal: string): boolean {
  const effects = parseTrustPolicy(role.assumeRolePolicyDocument)
    .filter(
      (statement) =>
        (statement.Action ?? []).some(coversAssumeRole) &&
        (statement.Principal === '*' ||
          statement.Principal?.AWS?.includes('*') === true ||
          statement.Principal?.Service?.includes(servicePrincipal) === true),
    )
    .map((statement) => statement.Effect);
  return effects.includes('Allow') && !effects.includes('Deny');
}

function coversAssumeRole(action: string): boolean {
  return ['sts:assumerole', 'sts:*', '*'].includes(action.toLowerCase());
}
