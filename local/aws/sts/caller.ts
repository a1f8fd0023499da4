import { findRole } from '../iam/roles.ts';
import { readSessionToken } from '../session-token.ts';
import type { RpcOperation } from '../operation.ts';
import type { Region } from '../region.ts';

export interface CallerIdentity {
  readonly arn: string;
  readonly userId: string;
  /** Of the role, where the caller has one. */
  readonly roleArn?: string;
}

/** Who calls: the role that the session token names, else the user `local` of the access key's account. */
export function callerOf(region: Region, token: string | undefined): CallerIdentity {
  const session = readSessionToken(token);
  return session === undefined
    ? { arn: `arn:aws:iam::${region.account}:user/local`, userId: 'AIDALOCALLOCALLOCAL00' }
    : assumedRole(region, session.roleArn, session.name);
}

/** A role that somebody has taken on. */
export function assumedRole(region: Region, roleArn: string, sessionName: string): CallerIdentity {
  const [, , , , account = '', resource = ''] = roleArn.split(':');
  const roleName = resource.slice(resource.lastIndexOf('/') + 1);
  const roleId = findRole(region, roleArn)?.roleId ?? 'AROALOCALLOCALLOCAL00';
  return {
    arn: `arn:aws:sts::${account}:assumed-role/${roleName}/${sessionName}`,
    userId: `${roleId}:${sessionName}`,
    roleArn,
  };
}

export const getCallerIdentity: RpcOperation = {
  kind: 'rpc',
  name: 'GetCallerIdentity',
  writes: false,
  run: (_input, region, token) => {
    const { arn, userId } = callerOf(region, token);
    return { UserId: userId, Account: region.account, Arn: arn };
  },
};
