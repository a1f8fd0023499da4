import type { Region } from '../region.ts';
import { parseTrustPolicy } from './policy-document.ts';
import type { Role } from './state.ts';

/** The role with this ARN in the region's account, or undefined. */
export function findRole(region: Region, roleArn: string): Role | undefined {
  return Object.values(region.state.iam.roles).find((role) => role.arn === roleArn);
}

/**
 * True when the role's trust policy lets a service take it on, by `sts:AssumeRole` for
 * `lambda.amazonaws.com` for instance. A Deny wins over an Allow. Of conditions only `StringEquals` of
 * `sts:ExternalId` is modelled: a statement that has others counts as if they were met.
 */
export function canBeAssumedBy(role: Role, servicePrincipal: string): boolean {
  return trusts(role, assumeRole, ({ Service = [] }) => Service.includes(servicePrincipal));
}

/** Who asks for a session of a role. */
export interface RoleCaller {
  /** Of the role. */
  readonly account: string;
  /** By which a trust policy may name the caller. */
  readonly arns: readonly string[];
  readonly externalId: string | undefined;
}

/**
 * The same for a caller of the role's account: its trust policy has to name one of the caller's ARNs, or the account.
 *
 * @param action `sts:AssumeRole`, or what else the caller asks for with it.
 */
export function isAllowedToCaller(
  role: Role,
  action: string,
  { account, arns, externalId }: RoleCaller,
): boolean {
  const accepted = [account, `arn:aws:iam::${account}:root`, ...arns];
  const names = ({ AWS = [] }) => AWS.some((principal) => accepted.includes(principal));
  return trusts(role, action, names, externalId);
}

const assumeRole = 'sts:AssumeRole';

function trusts(
  role: Role,
  action: string,
  names: (principal: Readonly<Record<string, readonly string[]>>) => boolean,
  externalId?: string,
): boolean {
  const effects = parseTrustPolicy(role.assumeRolePolicyDocument)
    .filter(
      ({ Action = [], Principal, Condition }) =>
        Action.some((pattern) => covers(pattern, action)) &&
        hasExternalId(Condition, externalId) &&
        (Principal === '*' ||
          (Principal !== undefined && (Principal.AWS?.includes('*') === true || names(Principal)))),
    )
    .map((statement) => statement.Effect);
  return effects.includes('Allow') && !effects.includes('Deny');
}

function covers(pattern: string, action: string): boolean {
  return [action.toLowerCase(), 'sts:*', '*'].includes(pattern.toLowerCase());
}

function hasExternalId(
  condition: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {},
  externalId: string | undefined,
): boolean {
  const asked = condition.StringEquals?.['sts:ExternalId'];
  return asked === undefined || (externalId !== undefined && [asked].flat().includes(externalId));
}
