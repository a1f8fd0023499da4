import { z } from 'zod';
import type { AwsRegion } from '../aws-region.ts';
import { isAwsError, ProviderError, unlessMissing } from '../errors.ts';
import type { Properties } from '../properties.ts';
import { readPrefix } from '../names.ts';
import { defineResource, type Live } from '../resource.ts';
import { allTags, tagChanges, tagProperties } from '../tags.ts';

const schema = z.strictObject({
  description: z.string().optional(),
  forceOverwriteReplicaSecret: z.boolean().optional(),
  kmsKeyId: z.string().optional(),
  name: z.string().optional(),
  namePrefix: z.string().optional(),
  recoveryWindowInDays: z.number().int().optional(),
  region: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
});

/** `aws:secretsmanager/secret:Secret`; its value is a `SecretVersion`. */
export const secret = defineResource({
  title: 'secret',
  schema,
  autoName: { property: 'name', maxLength: 512, prefixProperty: 'namePrefix' },
  defaults: { forceOverwriteReplicaSecret: false, recoveryWindowInDays: 30 },
  outputs: ['arn', 'tagsAll'],
  replaceOn: ['name', 'namePrefix', 'region'],
  chosenByAws: ['namePrefix', 'region'],
  notReadable: ['forceOverwriteReplicaSecret', 'namePrefix', 'recoveryWindowInDays'],
  tagged: true,

  async create(region, { name, description, kmsKeyId, tags }) {
    const { CreateSecretCommand } = await import('@aws-sdk/client-secrets-manager');
    const client = await region.secretsManager;
    const { ARN } = await client.send(
      new CreateSecretCommand({
        ...{ Name: name, Description: description, KmsKeyId: kmsKeyId },
        Tags: Object.entries(allTags(region, tags)).map(([Key, Value]) => ({ Key, Value })),
      }),
    );
    if (ARN === undefined) {
      throw new ProviderError('Secrets Manager answered without an ARN');
    }
    return ARN;
  },

  async read(region, id): Promise<Live | undefined> {
    const { DescribeSecretCommand } = await import('@aws-sdk/client-secrets-manager');
    const client = await region.secretsManager;
    const live = await unlessMissing(client.send(new DescribeSecretCommand({ SecretId: id })));
    if (live === undefined || live.DeletedDate !== undefined) {
      return undefined;
    }
    const tags: Properties = Object.fromEntries<unknown>(
      (live.Tags ?? []).map(({ Key, Value }) => [Key ?? '', Value] as const),
    );
    return {
      id: live.ARN ?? id,
      properties: {
        ...{ arn: live.ARN, name: live.Name, ...readPrefix(live.Name ?? '') },
        description: live.Description ?? '',
        kmsKeyId: live.KmsKeyId ?? '',
        ...tagProperties(region, tags),
      },
    };
  },

  async update(region, id, { inputs, changed, state }) {
    if (changed.has('description') || changed.has('kmsKeyId')) {
      const { UpdateSecretCommand } = await import('@aws-sdk/client-secrets-manager');
      const client = await region.secretsManager;
      const { description = '', kmsKeyId } = inputs;
      await client.send(
        new UpdateSecretCommand({ SecretId: id, Description: description, KmsKeyId: kmsKeyId }),
      );
    }
    if (changed.has('tagsAll')) {
      await changeTags(region, id, state, inputs.tags);
    }
  },

  async delete(region, id, { recoveryWindowInDays }) {
    const { DeleteSecretCommand } = await import('@aws-sdk/client-secrets-manager');
    const client = await region.secretsManager;
    const days = Number(recoveryWindowInDays ?? 30);
    const how = days === 0 ? { ForceDeleteWithoutRecovery: true } : { RecoveryWindowInDays: days };
    try {
      await unlessMissing(client.send(new DeleteSecretCommand({ SecretId: id, ...how })));
    } catch (error) {
      // It is marked for deletion already.
      if (!isAwsError(error, 'InvalidRequestException')) {
        throw error;
      }
    }
  },
});

async function changeTags(
  region: AwsRegion,
  SecretId: string,
  state: Properties,
  tags: Readonly<Record<string, string>> | undefined,
): Promise<void> {
  const { TagResourceCommand, UntagResourceCommand } =
    await import('@aws-sdk/client-secrets-manager');
  const client = await region.secretsManager;
  const { set, removed } = tagChanges(state, allTags(region, tags));
  if (removed.length > 0) {
    await client.send(new UntagResourceCommand({ SecretId, TagKeys: removed }));
  }
  if (Object.keys(set).length > 0) {
    const Tags = Object.entries(set).map(([Key, Value]) => ({ Key, Value }));
    await client.send(new TagResourceCommand({ SecretId, Tags }));
  }
}
