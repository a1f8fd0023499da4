import { randomBytes } from 'node:crypto';

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A unique id as IAM makes them: a prefix that names the kind (`AROA` a role, `ANPA` a policy), 17 characters. */
export function newId(prefix: 'AROA' | 'ANPA'): string {
  return prefix + [...randomBytes(17)].map((byte) => base32.charAt(byte % 32)).join('');
}

/** `arn:aws:iam::123456789012:role/path/name`. */
export function iamArn(
  account: string,
  kind: 'role' | 'policy',
  path: string,
  name: string,
): string {
  return `arn:aws:iam::${account}:${kind}${path}${name}`;
}

/** True for a policy that AWS itself manages. Which of them exist is not modelled: each is taken as existing. */
export function isAwsManaged(policyArn: string): boolean {
  return /^arn:aws:iam::aws:policy\/[\w+=,.@/-]+$/.test(policyArn);
}
