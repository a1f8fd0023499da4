import { byName } from '../by-name.ts';
import { z } from 'zod';
import type { RpcOperation } from '../operation.ts';
import type { Region } from '../region.ts';
import { defineIam, deleteConflict, entityAlreadyExists, noSuchEntity } from './errors.ts';
import * as field from './fields.ts';
import { iamArn, newId } from './ids.ts';
import { pageOf } from './paging.ts';
import { parseTrustPolicy } from './policy-document.ts';
import { hasPolicy, requireRole } from './lookup.ts';
import { createdRoleView, listedRoleView, roleView } from './views.ts';

const createRole = defineIam({
  name: 'CreateRole',
  writes: true,
  input: z.object({
    RoleName: field.roleName,
    AssumeRolePolicyDocument: field.policyDocument,
    Path: field.path.default('/'),
    Description: field.description.optional(),
    MaxSessionDuration: field.maxSessionDuration.optional(),
    PermissionsBoundary: field.policyArn.optional(),
    Tags: field.roleTags.prefault([]),
  }),
  run: (input, region) => {
    const { roles } = region.state.iam;
    parseTrustPolicy(input.AssumeRolePolicyDocument);
    const wanted = input.RoleName.toLowerCase();
    if (Object.keys(roles).some((name) => name.toLowerCase() === wanted)) {
      throw entityAlreadyExists(`Role with name ${input.RoleName} already exists.`);
    }
    if (input.PermissionsBoundary !== undefined) {
      verifyBoundary(region, input.PermissionsBoundary);
    }
    const role = {
      roleName: input.RoleName,
      roleId: newId('AROA'),
      arn: iamArn(region.account, 'role', input.Path, input.RoleName),
      path: input.Path,
      createDate: region.now(),
      assumeRolePolicyDocument: input.AssumeRolePolicyDocument,
      ...(input.Description === undefined ? {} : { description: input.Description }),
      maxSessionDuration: input.MaxSessionDuration ?? 3600,
      ...(input.PermissionsBoundary === undefined
        ? {}
        : { permissionsBoundary: input.PermissionsBoundary }),
      tags: input.Tags,
      inlinePolicies: byName<string>(),
      attachedPolicies: [],
    };
    roles[input.RoleName] = role;
    return { Role: createdRoleView(role, input.MaxSessionDuration) };
  },
});

const getRole = defineIam({
  name: 'GetRole',
  writes: false,
  input: z.object({ RoleName: field.roleName }),
  run: (input, region) => ({ Role: roleView(requireRole(region, input.RoleName)) }),
});

const listRoles = defineIam({
  name: 'ListRoles',
  writes: false,
  input: z.object({ PathPrefix: z.string().max(512).default('/'), ...field.paging }),
  run: (input, region) => {
    const roles = Object.values(region.state.iam.roles).filter((role) =>
      role.path.startsWith(input.PathPrefix),
    );
    return pageOf('Roles', roles, (role) => role.roleName, listedRoleView, input);
  },
});

const updateAssumeRolePolicy = defineIam({
  name: 'UpdateAssumeRolePolicy',
  writes: true,
  input: z.object({ RoleName: field.roleName, PolicyDocument: field.policyDocument }),
  run: (input, region) => {
    const role = requireRole(region, input.RoleName);
    parseTrustPolicy(input.PolicyDocument);
    role.assumeRolePolicyDocument = input.PolicyDocument;
    return {};
  },
});

const updateRole = defineIam({
  name: 'UpdateRole',
  writes: true,
  input: z.object({
    RoleName: field.roleName,
    Description: field.description.optional(),
    MaxSessionDuration: field.maxSessionDuration.optional(),
  }),
  run: (input, region) => {
    const role = requireRole(region, input.RoleName);
    if (input.Description !== undefined) {
      role.description = input.Description;
    }
    role.maxSessionDuration = input.MaxSessionDuration ?? role.maxSessionDuration;
    return {};
  },
});

const updateRoleDescription = defineIam({
  name: 'UpdateRoleDescription',
  writes: true,
  input: z.object({ RoleName: field.roleName, Description: field.description }),
  run: (input, region) => {
    const role = requireRole(region, input.RoleName);
    role.description = input.Description;
    return { Role: createdRoleView(role) };
  },
});

const deleteRole = defineIam({
  name: 'DeleteRole',
  writes: true,
  input: z.object({ RoleName: field.roleName }),
  run: (input, region) => {
    const role = requireRole(region, input.RoleName);
    if (role.attachedPolicies.length > 0) {
      throw deleteConflict('Cannot delete entity, must detach all policies first.');
    }
    if (Object.keys(role.inlinePolicies).length > 0) {
      throw deleteConflict('Cannot delete entity, must delete policies first.');
    }
    Reflect.deleteProperty(region.state.iam.roles, input.RoleName);
    return {};
  },
});

function verifyBoundary(region: Region, policyArn: string): void {
  if (!hasPolicy(region, policyArn)) {
    throw noSuchEntity(`Scope ARN: ${policyArn} does not exist or is not attachable.`);
  }
}

const putRolePermissionsBoundary = defineIam({
  name: 'PutRolePermissionsBoundary',
  writes: true,
  input: z.object({ RoleName: field.roleName, PermissionsBoundary: field.policyArn }),
  run: (input, region) => {
    const role = requireRole(region, input.RoleName);
    verifyBoundary(region, input.PermissionsBoundary);
    role.permissionsBoundary = input.PermissionsBoundary;
    return {};
  },
});

const deleteRolePermissionsBoundary = defineIam({
  name: 'DeleteRolePermissionsBoundary',
  writes: true,
  input: z.object({ RoleName: field.roleName }),
  run: (input, region) => {
    delete requireRole(region, input.RoleName).permissionsBoundary;
    return {};
  },
});

/** Instance profiles are not modelled, so a role is in none; the official provider asks before it deletes one. */
const listInstanceProfilesForRole = defineIam({
  name: 'ListInstanceProfilesForRole',
  writes: false,
  input: z.object({ RoleName: field.roleName, ...field.paging }),
  run: (input, region) => {
    requireRole(region, input.RoleName);
    return { InstanceProfiles: [], IsTruncated: false };
  },
});

export const roleOperations: readonly RpcOperation[] = [
  createRole,
  getRole,
  listRoles,
  updateAssumeRolePolicy,
  updateRole,
  updateRoleDescription,
  deleteRole,
  putRolePermissionsBoundary,
  deleteRolePermissionsBoundary,
  listInstanceProfilesForRole,
];
