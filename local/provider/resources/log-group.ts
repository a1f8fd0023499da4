import { z } from 'zod';
import type { AwsRegion } from '../aws-region.ts';
import { ProviderError, unlessMissing } from '../errors.ts';
import type { Properties } from '../properties.ts';
import { readPrefix } from '../names.ts';
import { defineResource, type Live } from '../resource.ts';
import { allTags, tagChanges, tagProperties } from '../tags.ts';

const schema = z.strictObject({
  kmsKeyId: z.string().optional(),
  logGroupClass: z.enum(['STANDARD', 'INFREQUENT_ACCESS', 'DELIVERY']).optional(),
  name: z.string().optional(),
  namePrefix: z.string().optional(),
  region: z.string().optional(),
  retentionInDays: z.number().int().optional(),
  skipDestroy: z.boolean().optional(),
  tags: z.record(z.string(), z.string()).optional(),
});

/** `aws:cloudwatch/logGroup:LogGroup`. Retention 0, or none, keeps events for ever. */
export const logGroup = defineResource({
  title: 'log group',
  schema,
  autoName: { property: 'name', maxLength: 512, prefixProperty: 'namePrefix' },
  defaults: { skipDestroy: false },
  outputs: ['arn', 'tagsAll'],
  replaceOn: ['logGroupClass', 'name', 'namePrefix', 'region'],
  chosenByAws: ['logGroupClass', 'namePrefix', 'region'],
  notReadable: ['namePrefix', 'skipDestroy'],
  tagged: true,

  async create(region, inputs) {
    const { CreateLogGroupCommand } = await import('@aws-sdk/client-cloudwatch-logs');
    const client = await region.logs;
    const logGroupName = nameOf('', inputs);
    const tags = allTags(region, inputs.tags);
    await client.send(
      new CreateLogGroupCommand({
        logGroupName,
        kmsKeyId: inputs.kmsKeyId,
        logGroupClass: inputs.logGroupClass,
        ...(Object.keys(tags).length > 0 && { tags }),
      }),
    );
    return logGroupName;
  },

  async complete(region, id, { retentionInDays }) {
    if (retentionInDays) {
      await setRetention(region, id, retentionInDays);
    }
  },

  async read(region, id, known): Promise<Live | undefined> {
    const live = await find(region, nameOf(id, known));
    if (live?.logGroupName === undefined) {
      return undefined;
    }
    const arn = live.arn?.replace(/:\*$/, '');
    const { ListTagsForResourceCommand } = await import('@aws-sdk/client-cloudwatch-logs');
    const client = await region.logs;
    const { tags } = await client.send(new ListTagsForResourceCommand({ resourceArn: arn }));
    return {
      id: live.logGroupName,
      properties: {
        arn,
        name: live.logGroupName,
        ...readPrefix(live.logGroupName),
        kmsKeyId: live.kmsKeyId,
        logGroupClass: live.logGroupClass ?? 'STANDARD',
        retentionInDays: live.retentionInDays ?? 0,
        ...tagProperties(region, tags),
      },
    };
  },

  async update(region, id, { inputs, changed, state }) {
    if (changed.has('retentionInDays')) {
      await setRetention(region, id, inputs.retentionInDays ?? 0);
    }
    if (changed.has('tagsAll')) {
      await changeTags(region, state, inputs.tags);
    }
    if (changed.has('kmsKeyId')) {
      await changeKey(region, id, inputs.kmsKeyId);
    }
  },

  async delete(region, id, state) {
    if (state.skipDestroy === true) {
      return;
    }
    const { DeleteLogGroupCommand } = await import('@aws-sdk/client-cloudwatch-logs');
    const client = await region.logs;
    await unlessMissing(client.send(new DeleteLogGroupCommand({ logGroupName: id })));
  },
});

async function find(region: AwsRegion, name: string) {
  const { paginateDescribeLogGroups } = await import('@aws-sdk/client-cloudwatch-logs');
  const client = await region.logs;
  for await (const page of paginateDescribeLogGroups({ client }, { logGroupNamePrefix: name })) {
    const found = page.logGroups?.find(({ logGroupName }) => logGroupName === name);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

async function setRetention(region: AwsRegion, logGroupName: string, days: number): Promise<void> {
  const { DeleteRetentionPolicyCommand, PutRetentionPolicyCommand } =
    await import('@aws-sdk/client-cloudwatch-logs');
  const client = await region.logs;
  if (days === 0) {
    await client.send(new DeleteRetentionPolicyCommand({ logGroupName }));
  } else {
    await client.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: days }));
  }
}

async function changeKey(
  region: AwsRegion,
  logGroupName: string,
  kmsKeyId: string | undefined,
): Promise<void> {
  const { AssociateKmsKeyCommand, DisassociateKmsKeyCommand } =
    await import('@aws-sdk/client-cloudwatch-logs');
  const client = await region.logs;
  if (kmsKeyId) {
    await client.send(new AssociateKmsKeyCommand({ logGroupName, kmsKeyId }));
  } else {
    await client.send(new DisassociateKmsKeyCommand({ logGroupName }));
  }
}

async function changeTags(
  region: AwsRegion,
  state: Properties,
  tags: Readonly<Record<string, string>> | undefined,
): Promise<void> {
  const { TagResourceCommand, UntagResourceCommand } =
    await import('@aws-sdk/client-cloudwatch-logs');
  const client = await region.logs;
  const resourceArn = String(state.arn);
  const { set, removed } = tagChanges(state, allTags(region, tags));
  if (removed.length > 0) {
    await client.send(new UntagResourceCommand({ resourceArn, tagKeys: removed }));
  }
  if (Object.keys(set).length > 0) {
    await client.send(new TagResourceCommand({ resourceArn, tags: set }));
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
