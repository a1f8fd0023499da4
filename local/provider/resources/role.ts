import { z } from 'zod';
import type { AwsRegion } from '../aws-region.ts';
import { isSameJson } from '../equality.ts';
import { isAwsError, ProviderError, unlessMissing } from '../errors.ts';
import type { Properties } from '../properties.ts';
import { readPrefix } from '../names.ts';
import { defineResource, type Live } from '../resource.ts';
import { allTags, tagChanges, tagProperties } from '../tags.ts';
import { takeAwayPolicies } from './role-policies.ts';

const schema = z.strictObject({
  assumeRolePolicy: z.string(),
  description: z.string().optional(),
  forceDetachPolicies: z.boolean().optional(),
  maxSessionDuration: z.number().int().min(3600).max(43_200).optional(),
  name: z.string().optional(),
  namePrefix: z.string().optional(),
  path: z.string().optional(),
  permissionsBoundary: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
});

/**
 * `aws:iam/role:Role`. Its policies are resources of their own: `aws:iam/rolePolicy:RolePolicy` and
 * `aws:iam/rolePolicyAttachment:RolePolicyAttachment`.
 */
export const role = defineResource({
  title: 'IAM role',
  schema,
  autoName: { property: 'name', maxLength: 64, prefixProperty: 'namePrefix' },
  defaults: { forceDetachPolicies: false, maxSessionDuration: 3600, path: '/' },
  outputs: ['arn', 'createDate', 'tagsAll', 'uniqueId'],
  replaceOn: ['name', 'namePrefix', 'path'],
  chosenByAws: ['namePrefix'],
  notReadable: ['forceDetachPolicies', 'namePrefix'],
  documents: ['assumeRolePolicy'],
  equivalent: { assumeRolePolicy: isSameJson },
  tagged: true,

  async create(region, inputs) {
    const { CreateRoleCommand } = await import('@aws-sdk/client-iam');
    const client = await region.iam;
    const RoleName = nameOf('', inputs);
    const tags = Object.entries(allTags(region, inputs.tags));
    await client.send(
      new CreateRoleCommand({
        RoleName,
        AssumeRolePolicyDocument: inputs.assumeRolePolicy,
        Description: inputs.description,
        MaxSessionDuration: inputs.maxSessionDuration,
        Path: inputs.path,
        PermissionsBoundary: inputs.permissionsBoundary,
        Tags: tags.map(([Key, Value]) => ({ Key, Value })),
      }),
    );
    return RoleName;
  },

  async read(region, id, known): Promise<Live | undefined> {
    const live = await find(region, nameOf(id, known));
    if (live?.RoleName === undefined) {
      return undefined;
    }
    const tags = (live.Tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? ''] as const);
    return {
      id: live.RoleName,
      properties: {
        arn: live.Arn,
        name: live.RoleName,
        ...readPrefix(live.RoleName),
        assumeRolePolicy: decodeURIComponent(live.AssumeRolePolicyDocument ?? ''),
        createDate: live.CreateDate?.toISOString().replace(/\.\d+Z$/, 'Z'),
        description: live.Description ?? '',
        maxSessionDuration: live.MaxSessionDuration ?? 3600,
        path: live.Path,
        permissionsBoundary: live.PermissionsBoundary?.PermissionsBoundaryArn,
        uniqueId: live.RoleId,
        ...tagProperties(region, Object.fromEntries(tags)),
      },
    };
  },

  async update(region, id, { inputs, changed, state }) {
    const { UpdateAssumeRolePolicyCommand, UpdateRoleCommand } =
      await import('@aws-sdk/client-iam');
    const client = await region.iam;
    if (changed.has('assumeRolePolicy')) {
      const PolicyDocument = inputs.assumeRolePolicy;
      await client.send(new UpdateAssumeRolePolicyCommand({ RoleName: id, PolicyDocument }));
    }
    if (changed.has('description') || changed.has('maxSessionDuration')) {
      await client.send(
        new UpdateRoleCommand({
          RoleName: id,
          Description: inputs.description ?? '',
          MaxSessionDuration: inputs.maxSessionDuration,
        }),
      );
    }
    if (changed.has('permissionsBoundary')) {
      await setBoundary(region, id, inputs.permissionsBoundary);
    }
    if (changed.has('tagsAll')) {
      await changeTags(region, id, state, inputs.tags);
    }
  },

  async delete(region, id, state) {
    const { DeleteRoleCommand } = await import('@aws-sdk/client-iam');
    const client = await region.iam;
    if (state.forceDetachPolicies === true) {
      await takeAwayPolicies(client, id);
    }
    await unlessMissing(client.send(new DeleteRoleCommand({ RoleName: id })));
  },
});

async function find(region: AwsRegion, RoleName: string) {
  const { GetRoleCommand } = await import('@aws-sdk/client-iam');
  const client = await region.iam;
  try {
    return (await client.send(new GetRoleCommand({ RoleName }))).Role;
  } catch (error) {
    if (isAwsError(error, 'NoSuchEntityException', 'NoSuchEntity')) {
      return undefined;
    }
    throw error;
  }
}

async function setBoundary(
  region: AwsRegion,
  RoleName: string,
  PermissionsBoundary: string | undefined,
): Promise<void> {
  const { DeleteRolePermissionsBoundaryCommand, PutRolePermissionsBoundaryCommand } =
    await import('@aws-sdk/client-iam');
  const client = await region.iam;
  if (PermissionsBoundary === undefined) {
    await client.send(new DeleteRolePermissionsBoundaryCommand({ RoleName }));
  } else {
    await client.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary }));
  }
}

async function changeTags(
  region: AwsRegion,
  RoleName: string,
  state: Properties,
  tags: Readonly<Record<string, string>> | undefined,
): Promise<void> {
  const { TagRoleCommand, UntagRoleCommand } = await import('@aws-sdk/client-iam');
  const client = await region.iam;
  const { set, removed } = tagChanges(state, allTags(region, tags));
  if (removed.length > 0) {
    await client.send(new UntagRoleCommand({ RoleName, TagKeys: removed }));
  }
  const Tags = Object.entries(set).map(([Key, Value]) => ({ Key, Value }));
  if (Tags.length > 0) {
    await client.send(new TagRoleCommand({ RoleName, Tags }));
  }
}

function nameOf(id: string, { name }: Properties): string {
  if (typeof name === 'string') {
    return name;
  }
  if (id === '') {
    throw new ProviderError('it has no name');
  }
  return id;
}
