import { toTagList } from '../rpc/fields.ts';
import type { ManagedPolicy, Role } from './state.ts';

/** Policies are percent-encoded in IAM's answers (RFC 3986); clients decode them. */
export function encodePolicy(document: string): string {
  return encodeURIComponent(document).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** A role as listings show it. */
export function listedRoleView(role: Role): Record<string, unknown> {
  return { ...baseView(role), MaxSessionDuration: role.maxSessionDuration };
}

function baseView(role: Role): Record<string, unknown> {
  return {
    Path: role.path,
    RoleName: role.roleName,
    RoleId: role.roleId,
    Arn: role.arn,
    CreateDate: new Date(role.createDate),
    AssumeRolePolicyDocument: encodePolicy(role.assumeRolePolicyDocument),
    ...(role.description === undefined ? {} : { Description: role.description }),
  };
}

/** A role as GetRole shows it. */
export function roleView(role: Role): Record<string, unknown> {
  return {
    ...createdRoleView(role),
    MaxSessionDuration: role.maxSessionDuration,
    RoleLastUsed: {},
  };
}

/** A role as CreateRole answers it: what was not given is not in it. */
export function createdRoleView(role: Role, maxSessionDuration?: number): Record<string, unknown> {
  return {
    ...baseView(role),
    ...(maxSessionDuration !== undefined && { MaxSessionDuration: maxSessionDuration }),
    ...(role.permissionsBoundary === undefined
      ? {}
      : {
          PermissionsBoundary: {
            PermissionsBoundaryType: 'Policy',
            PermissionsBoundaryArn: role.permissionsBoundary,
          },
        }),
    ...tagsView(role.tags),
  };
}

/** @param attachmentCount How many roles the policy is attached to. */
export function policyView(
  policy: ManagedPolicy,
  attachmentCount: number,
): Record<string, unknown> {
  return {
    PolicyName: policy.policyName,
    PolicyId: policy.policyId,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: 'v1',
    AttachmentCount: attachmentCount,
    PermissionsBoundaryUsageCount: 0,
    IsAttachable: true,
    ...(policy.description === undefined ? {} : { Description: policy.description }),
    CreateDate: new Date(policy.createDate),
    UpdateDate: new Date(policy.updateDate),
    ...tagsView(policy.tags),
  };
}

function tagsView(tags: Role['tags']): Record<string, unknown> {
  const list = toTagList(tags);
  return list.length > 0 ? { Tags: list } : {};
}
