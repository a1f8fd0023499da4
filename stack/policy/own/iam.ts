import type { OwnResource } from './need.ts';
import { onEach, onIt, physical, type NeedsByType } from './need.ts';
import type { PolicyScope } from '../resources/scope.ts';

export const roleType = 'aws:iam/role:Role';

const iamArn =
  (kind: string) =>
  ({ partition, account }: Pick<PolicyScope, 'partition' | 'account'>, resource: OwnResource) =>
    `arn:${partition}:iam::${account}:${kind}${resource.path ?? '/'}${physical(resource)}`;

export const roleArn = iamArn('role');

const inlineActions = ['iam:DeleteRolePolicy', 'iam:GetRolePolicy', 'iam:PutRolePolicy'];
const attachedActions = [
  'iam:AttachRolePolicy',
  'iam:DetachRolePolicy',
  'iam:ListAttachedRolePolicies',
];

export const needsOfIam: NeedsByType = {
  [roleType]: onIt(roleArn, [
    ...attachedActions,
    ...inlineActions,
    'iam:CreateRole',
    'iam:DeleteRole',
    'iam:DeleteRolePermissionsBoundary',
    'iam:GetRole',
    'iam:ListInstanceProfilesForRole',
    'iam:ListRolePolicies',
    'iam:ListRoleTags',
    'iam:PutRolePermissionsBoundary',
    'iam:TagRole',
    'iam:UntagRole',
    'iam:UpdateAssumeRolePolicy',
    'iam:UpdateRole',
    'iam:UpdateRoleDescription',
  ]),
  'aws:iam/rolePolicy:RolePolicy': onEach(roleType, roleArn, inlineActions),
  'aws:iam/rolePolicyAttachment:RolePolicyAttachment': onEach(roleType, roleArn, attachedActions),
  'aws:iam/policy:Policy': onIt(iamArn('policy'), [
    'iam:CreatePolicy',
    'iam:CreatePolicyVersion',
    'iam:DeletePolicy',
    'iam:DeletePolicyVersion',
    'iam:GetPolicy',
    'iam:GetPolicyVersion',
    'iam:ListPolicyVersions',
    'iam:TagPolicy',
    'iam:UntagPolicy',
  ]),
};
