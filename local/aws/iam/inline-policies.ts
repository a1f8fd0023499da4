import { z } from 'zod';
import type { RpcOperation } from '../operation.ts';
import { defineIam, noSuchEntity } from './errors.ts';
import * as field from './fields.ts';
import { listPage } from './page.ts';
import { verifyIdentityPolicy } from './policy-document.ts';
import { getRole } from './roles.ts';
import type { Role } from './state.ts';
import { encodePolicy } from './wire.ts';

const named = z.object({ RoleName: field.roleName, PolicyName: field.policyName });

function getInlinePolicy(role: Role, policyName: string): string {
  const document = Object.hasOwn(role.inlinePolicies, policyName)
    ? role.inlinePolicies[policyName]
    : undefined;
  if (document === undefined) {
    throw noSuchEntity(`The role policy with name ${policyName} cannot be found.`);
  }
  return document;
}

const putRolePolicy = defineIam({
  name: 'PutRolePolicy',
  writes: true,
  input: named.extend({ PolicyDocument: field.policyDocument }),
  run: (input, region) => {
    const role = getRole(region, input.RoleName);
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
      getInlinePolicy(getRole(region, input.RoleName), input.PolicyName),
    ),
  }),
});

const deleteRolePolicy = defineIam({
  name: 'DeleteRolePolicy',
  writes: true,
  input: named,
  run: (input, region) => {
    const role = getRole(region, input.RoleName);
    getInlinePolicy(role, input.PolicyName);
    Reflect.deleteProperty(role.inlinePolicies, input.PolicyName);
    return {};
  },
});

const listRolePolicies = defineIam({
  name: 'ListRolePolicies',
  writes: false,
  input: z.object({ RoleName: field.roleName, ...field.paging }),
  run: (input, region) => {
    const names = Object.keys(getRole(region, input.RoleName).inlinePolicies);
    return listPage(
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
