import { z } from 'zod';
import type { RpcOperation } from '../operation.ts';
import { defineIam, noSuchEntity, validationError } from './errors.ts';
import * as field from './fields.ts';
import { pageOf } from './paging.ts';
import { hasPolicy, requireRole } from './lookup.ts';

const attachment = z.object({ RoleName: field.roleName, PolicyArn: field.policyArn });

const attachRolePolicy = defineIam({
  name: 'AttachRolePolicy',
  writes: true,
  input: attachment,
  run: (input, region) => {
    if (!input.PolicyArn.startsWith('arn:')) {
      throw validationError(`ARN ${input.PolicyArn} is not valid.`);
    }
    const role = requireRole(region, input.RoleName);
    if (!hasPolicy(region, input.PolicyArn)) {
      throw noSuchEntity(`Policy ${input.PolicyArn} does not exist or is not attachable.`);
    }
    if (!role.attachedPolicies.includes(input.PolicyArn)) {
      role.attachedPolicies.push(input.PolicyArn);
    }
    return {};
  },
});

const detachRolePolicy = defineIam({
  name: 'DetachRolePolicy',
  writes: true,
  input: attachment,
  run: (input, region) => {
    const role = requireRole(region, input.RoleName);
    if (!role.attachedPolicies.includes(input.PolicyArn)) {
      throw noSuchEntity(`Policy ${input.PolicyArn} was not found.`);
    }
    role.attachedPolicies = role.attachedPolicies.filter((arn) => arn !== input.PolicyArn);
    return {};
  },
});

const listAttachedRolePolicies = defineIam({
  name: 'ListAttachedRolePolicies',
  writes: false,
  input: z.object({
    RoleName: field.roleName,
    PathPrefix: z.string().max(512).default('/'),
    ...field.paging,
  }),
  run: (input, region) => {
    const arns = requireRole(region, input.RoleName).attachedPolicies.filter((arn) =>
      pathOf(arn).startsWith(input.PathPrefix),
    );
    return pageOf('AttachedPolicies', arns, (arn) => arn, attachedPolicyView, input);
  },
});

function attachedPolicyView(arn: string): Record<string, unknown> {
  return { PolicyName: arn.slice(arn.lastIndexOf('/') + 1), PolicyArn: arn };
}

/** `/service-role/` of `arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole`. */
function pathOf(arn: string): string {
  return arn.slice(arn.indexOf('/'), arn.lastIndexOf('/') + 1);
}

export const attachedPolicyOperations: readonly RpcOperation[] = [
  attachRolePolicy,
  detachRolePolicy,
  listAttachedRolePolicies,
];
