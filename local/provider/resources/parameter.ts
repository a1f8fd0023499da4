import { z } from 'zod';
import type { AwsRegion } from '../aws-region.ts';
import { unlessMissing } from '../errors.ts';
import type { Properties } from '../properties.ts';
import { defineResource, type Live } from '../resource.ts';
import { allTags, tagChanges, tagProperties } from '../tags.ts';

const schema = z.strictObject({
  allowedPattern: z.string().optional(),
  dataType: z.string().optional(),
  description: z.string().optional(),
  keyId: z.string().optional(),
  name: z.string().optional(),
  overwrite: z.boolean().optional(),
  region: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
  tier: z.enum(['Standard', 'Advanced', 'Intelligent-Tiering']).optional(),
  type: z.enum(['String', 'StringList', 'SecureString']),
  value: z.string(),
});
type Inputs = z.output<typeof schema>;

/** `aws:ssm/parameter:Parameter`. */
export const parameter = defineResource({
  title: 'parameter',
  schema,
  autoName: { property: 'name', maxLength: 2048 },
  outputs: ['arn', 'tagsAll', 'version'],
  replaceOn: ['name', 'region'],
  chosenByAws: ['dataType', 'keyId', 'region', 'tier'],
  notReadable: ['overwrite'],
  tagged: true,
  outputsChangedBy: (changed) => (changed.has('value') ? ['version'] : []),

  async create(region, inputs) {
    const tags = Object.entries(allTags(region, inputs.tags));
    await put(region, inputs, {
      ...(inputs.overwrite === true
        ? { Overwrite: true }
        : { Tags: tags.map(([Key, Value]) => ({ Key, Value })) }),
    });
    return inputs.name ?? '';
  },

  async read(region, id): Promise<Live | undefined> {
    const { DescribeParametersCommand, GetParameterCommand, ListTagsForResourceCommand } =
      await import('@aws-sdk/client-ssm');
    const client = await region.ssm;
    const live = await unlessMissing(
      client.send(new GetParameterCommand({ Name: id, WithDecryption: true })),
    );
    if (live?.Parameter === undefined) {
      return undefined;
    }
    const ParameterFilters = [{ Key: 'Name', Option: 'Equals', Values: [id] }];
    const [described, tagged] = await Promise.all([
      client.send(new DescribeParametersCommand({ ParameterFilters })),
      client.send(new ListTagsForResourceCommand({ ResourceType: 'Parameter', ResourceId: id })),
    ]);
    const { ARN, Type, Value, Version, DataType } = live.Parameter;
    const [metadata] = described.Parameters ?? [];
    const tags: Properties = Object.fromEntries<unknown>(
      (tagged.TagList ?? []).map(({ Key, Value: v }) => [Key ?? '', v] as const),
    );
    return {
      id,
      properties: {
        ...{ arn: ARN, name: id, type: Type, value: Value, version: Version, dataType: DataType },
        allowedPattern: metadata?.AllowedPattern ?? '',
        description: metadata?.Description ?? '',
        keyId: metadata?.KeyId ?? '',
        tier: metadata?.Tier,
        ...tagProperties(region, tags),
      },
    };
  },

  async update(region, id, { inputs, changed, state }) {
    if ([...changed].some((name) => name !== 'tags' && name !== 'tagsAll')) {
      await put(region, inputs, { Overwrite: true });
    }
    if (changed.has('tagsAll')) {
      await changeTags(region, id, state, inputs.tags);
    }
  },

  async delete(region, id) {
    const { DeleteParameterCommand } = await import('@aws-sdk/client-ssm');
    const client = await region.ssm;
    await unlessMissing(client.send(new DeleteParameterCommand({ Name: id })));
  },
});

async function put(
  region: AwsRegion,
  { name, value, type, description, keyId, allowedPattern, tier, dataType }: Inputs,
  how: { readonly Overwrite?: boolean; readonly Tags?: { Key: string; Value: string }[] },
): Promise<void> {
  const { PutParameterCommand } = await import('@aws-sdk/client-ssm');
  const client = await region.ssm;
  await client.send(
    new PutParameterCommand({
      ...{ Name: name, Value: value, Type: type, Description: description, KeyId: keyId },
      ...{ AllowedPattern: allowedPattern, Tier: tier, DataType: dataType },
      ...how,
    }),
  );
}

async function changeTags(
  region: AwsRegion,
  ResourceId: string,
  state: Properties,
  tags: Readonly<Record<string, string>> | undefined,
): Promise<void> {
  const { AddTagsToResourceCommand, RemoveTagsFromResourceCommand } =
    await import('@aws-sdk/client-ssm');
  const client = await region.ssm;
  const which = { ResourceType: 'Parameter' as const, ResourceId };
  const { set, removed } = tagChanges(state, allTags(region, tags));
  if (removed.length > 0) {
    await client.send(new RemoveTagsFromResourceCommand({ ...which, TagKeys: removed }));
  }
  if (Object.keys(set).length > 0) {
    const Tags = Object.entries(set).map(([Key, Value]) => ({ Key, Value }));
    await client.send(new AddTagsToResourceCommand({ ...which, Tags }));
  }
}
