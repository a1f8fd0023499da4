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
  return trusts(role, ({ Service = [] }) => Service.includes(servicePrincipal));
}

/** The same for a caller of the role's account: its trust policy has to name one of these ARNs, or the account. */
export function canBeAssumedByCaller(
  role: Role,
  account: string,
  arns: readonly string[],
): boolean {
  const accepted = [account, `arn:aws:iam::${account}:root`, ...arns];
  return trusts(role, ({ AWS = [] }) => AWS.some((principal) => accepted.includes(principal)));
}

function trusts(
  role: Role,
  names: (principal: Readonly<Record<string, readonly string[]>>) => boolean,
): boolean {
  const effects = parseTrustPolicy(role.assumeRolePolicyDocument)
    .filter(
      ({ Action = [], Principal }) =>
        Action.some(coversAssumeRole) &&
        (Principal === '*' ||
          (Principal !== undefined && (Principal.AWS?.includes('*') === true || names(Principal)))),
    )
    .map((statement) => statement.Effect);
  return effects.includes('Allow') && !effects.includes('Deny');
}

function coversAssumeRole(action: string): boolean {
  return ['sts:assumerole', 'sts:*', '*'].includes(action.toLowerCase());
}
