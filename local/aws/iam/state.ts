import { byName, type ByName } from '../by-name.ts';

/** The IAM state of one account. Every value is plain JSON; times are milliseconds since the epoch. */
export interface IamState {
  /** By role name. */
  readonly roles: ByName<Role>;
  /** Customer managed policies by ARN. */
  readonly policies: ByName<ManagedPolicy>;
  /** By ARN. */
  readonly oidcProviders: ByName<OidcProvider>;
}

/** Whose tokens a role may be taken by. */
export interface OidcProvider {
  arn: string;
  /** Without `https://`. */
  url: string;
  createDate: number;
  clientIds: string[];
  thumbprints: string[];
  tags: ByName<string>;
}

export interface Role {
  roleName: string;
  /** `AROA` and 17 characters. */
  roleId: string;
  arn: string;
  path: string;
  createDate: number;
  /** The trust policy as JSON text, as the caller sent it. */
  assumeRolePolicyDocument: string;
  description?: string;
  /** Seconds. */
  maxSessionDuration: number;
  permissionsBoundary?: string;
  tags: ByName<string>;
  /** Policy name to JSON text. */
  inlinePolicies: ByName<string>;
  /** ARNs of managed policies, in the order they were attached. */
  attachedPolicies: string[];
}

export interface ManagedPolicy {
  policyName: string;
  /** `ANPA` and 17 characters. */
  policyId: string;
  arn: string;
  path: string;
  createDate: number;
  updateDate: number;
  description?: string;
  /** JSON text of version `v1`, the only version that is modelled. */
  document: string;
  tags: ByName<string>;
}

/** The state of an account in which nothing is yet. */
export function emptyIamState(): IamState {
  return { roles: byName(), policies: byName(), oidcProviders: byName() };
}
