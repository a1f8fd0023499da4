import { z } from 'zod';
import type { RpcOperation } from '../operation.ts';
import type { Region } from '../region.ts';
import { defineIam, deleteConflict, entityAlreadyExists, noSuchEntity } from './errors.ts';
import * as field from './fields.ts';
import { iamArn, newId } from './ids.ts';
import { findPolicy, requirePolicy } from './lookup.ts';
import { verifyManagedPolicy } from './policy-document.ts';
import type { ManagedPolicy } from './state.ts';
import { encodePolicy, policyView } from './views.ts';

const byArn = z.object({ PolicyArn: field.policyArn });

function attachmentCount(region: Region, arn: string): number {
  return Object.values(region.state.iam.roles).filter((role) => role.attachedPolicies.includes(arn))
    .length;
}

const createPolicy = defineIam({
  name: 'CreatePolicy',
  writes: true,
  input: z.object({
    PolicyName: field.policyName,
    PolicyDocument: field.policyDocument,
    Path: field.path.default('/'),
    Description: field.description.optional(),
    Tags: field.tags.prefault([]),
  }),
  run: (input, region) => {
    const { policies } = region.state.iam;
    verifyManagedPolicy(input.PolicyDocument);
    const wanted = input.PolicyName.toLowerCase();
    if (Object.values(policies).some((policy) => policy.policyName.toLowerCase() === wanted)) {
      throw entityAlreadyExists(
        `A policy called ${input.PolicyName} already exists. Duplicate names are not allowed.`,
      );
    }
    const policy = {
      policyName: input.PolicyName,
      policyId: newId('ANPA'),
      arn: iamArn(region.account, 'policy', input.Path, input.PolicyName),
      path: input.Path,
      createDate: region.now(),
      updateDate: region.now(),
      ...(input.Description === undefined ? {} : { description: input.Description }),
      document: input.PolicyDocument,
      tags: input.Tags,
    };
    policies[policy.arn] = policy;
    return { Policy: policyView(policy, 0) };
  },
});

const getPolicy = defineIam({
  name: 'GetPolicy',
  writes: false,
  input: byArn,
  run: (input, region) => ({
    Policy: {
      Tags: [],
      ...policyView(
        requirePolicy(region, input.PolicyArn),
        attachmentCount(region, input.PolicyArn),
      ),
    },
  }),
});

function policyVersionView(policy: ManagedPolicy): Record<string, unknown> {
  return { VersionId: 'v1', IsDefaultVersion: true, CreateDate: new Date(policy.createDate) };
}

const getPolicyVersion = defineIam({
  name: 'GetPolicyVersion',
  writes: false,
  input: byArn.extend({ VersionId: z.string().regex(/^v[1-9][0-9]*(\.[A-Za-z0-9-]*)?$/) }),
  run: (input, region) => {
    const policy = findPolicy(region, input.PolicyArn);
    if (policy === undefined || input.VersionId !== 'v1') {
      throw noSuchEntity(
        `Policy ${input.PolicyArn} version ${input.VersionId} does not exist or is not attachable.`,
      );
    }
    return {
      PolicyVersion: { ...policyVersionView(policy), Document: encodePolicy(policy.document) },
    };
  },
});

const listPolicyVersions = defineIam({
  name: 'ListPolicyVersions',
  writes: false,
  input: byArn.extend(field.paging),
  run: (input, region) => ({
    Versions: [policyVersionView(requirePolicy(region, input.PolicyArn))],
    IsTruncated: false,
  }),
});

const deletePolicy = defineIam({
  name: 'DeletePolicy',
  writes: true,
  input: byArn,
  run: (input, region) => {
    requirePolicy(region, input.PolicyArn);
    if (attachmentCount(region, input.PolicyArn) > 0) {
      throw deleteConflict('Cannot delete a policy attached to entities.');
    }
    Reflect.deleteProperty(region.state.iam.policies, input.PolicyArn);
    return {};
  },
});

export const managedPolicyOperations: readonly RpcOperation[] = [
  createPolicy,
  getPolicy,
  getPolicyVersion,
  listPolicyVersions,
  deletePolicy,
];
