import { z } from 'zod';
import type { RpcOperation } from '../operation.ts';
import { defineIam } from './errors.ts';
import * as field from './fields.ts';
import { pageOf } from './paging.ts';
import { verifyIdentityPolicy } from './policy-document.ts';
import { requireInlinePolicy, requireRole } from './lookup.ts';
import { encodePolicy } from './views.ts';

const named = z.object({ RoleName: field.roleName, PolicyName: field.policyName });

const putRolePolicy = defineIam({
  name: 'PutRolePolicy',
  writes: true,
  input: named.extend({ PolicyDocument: field.policyDocument }),
  run: (input, region) => {
    const role = requireRole(region, input.RoleName);
    verifyIdentityPolicy(input.PolicyDocument);
    role.inlinePolicies[input.PolicyName] = input.PolicyDocument;
    return {};
  },
});

const getRolePolicy = defineIam({
  name: 'GetRolePolicy',
  writes: false,
  input: named,
  run: (input, region) => ({
    RoleName: input.RoleName,
    PolicyName: input.PolicyName,
    PolicyDocument: encodePolicy(
      requireInlinePolicy(requireRole(region, input.RoleName), input.PolicyName),
    ),
  }),
});

const deleteRolePolicy = defineIam({
  name: 'DeleteRolePolicy',
  writes: true,
  input: named,
  run: (input, region) => {
    const role = requireRole(region, input.RoleName);
    requireInlinePolicy(role, input.PolicyName);
    Reflect.deleteProperty(role.inlinePolicies, input.PolicyName);
    return {};
  },
});

const listRolePolicies = defineIam({
  name: 'ListRolePolicies',
  writes: false,
  input: z.object({ RoleName: field.roleName, ...field.paging }),
  run: (input, region) => {
    const names = Object.keys(requireRole(region, input.RoleName).inlinePolicies);
    return pageOf(
      'PolicyNames',
      names,
      (name) => name,
      (name) => name,
      input,
    );
  },
});

export const inlinePolicyOperations: readonly RpcOperation[] = [
  putRolePolicy,
  getRolePolicy,
  deleteRolePolicy,
  listRolePolicies,
];
