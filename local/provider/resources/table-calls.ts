import type { TableDescription, UpdateTableCommandInput } from '@aws-sdk/client-dynamodb';
import type { AwsRegion } from '../aws-region.ts';
import { ProviderError, unlessMissing } from '../errors.ts';
import type { Properties } from '../properties.ts';
import { allTags, tagChanges } from '../tags.ts';
import { attributesOf, streamOf, throughputOf } from './table-description.ts';
import type { Inputs } from './table-schema.ts';

export async function get(
  region: AwsRegion,
  TableName: string,
): Promise<TableDescription | undefined> {
  const { DescribeTableCommand } = await import('@aws-sdk/client-dynamodb');
  const client = await region.dynamodb;
  return (await unlessMissing(client.send(new DescribeTableCommand({ TableName }))))?.Table;
}

/** What the embedded AWS cannot change, as an index, it refuses itself. */
export async function updateTable(
  region: AwsRegion,
  TableName: string,
  inputs: Inputs,
  changed: ReadonlySet<string>,
): Promise<void> {
  const isAny = (...names: readonly string[]) => names.some((name) => changed.has(name));
  const { UpdateTableCommand } = await import('@aws-sdk/client-dynamodb');
  const client = await region.dynamodb;
  const update: UpdateTableCommandInput = {
    TableName,
    ...(isAny('billingMode') && { BillingMode: inputs.billingMode }),
    ...(isAny('billingMode', 'readCapacity', 'writeCapacity') && throughputOf(inputs, inputs)),
    ...(isAny('deletionProtectionEnabled') && {
      DeletionProtectionEnabled: inputs.deletionProtectionEnabled ?? false,
    }),
    ...(isAny('streamEnabled', 'streamViewType') && streamOf(inputs)),
    ...(isAny('attributes', 'globalSecondaryIndexes') && {
      AttributeDefinitions: attributesOf(inputs),
    }),
  };
  if (isAny('globalSecondaryIndexes')) {
    throw new ProviderError(
      'the embedded AWS cannot change the indexes of a table that is there; name another table, or forget this one: npm run local -- reset',
    );
  }
  if (Object.keys(update).some((name) => !['TableName', 'AttributeDefinitions'].includes(name))) {
    await client.send(new UpdateTableCommand(update));
  }
}

/** One region at a time, as DynamoDB asks for; those that go first, as a table may have one for another. */
export async function setReplicas(
  region: AwsRegion,
  TableName: string,
  before: readonly string[],
  asked: readonly string[],
): Promise<void> {
  const { UpdateTableCommand } = await import('@aws-sdk/client-dynamodb');
  const client = await region.dynamodb;
  const updates = [
    ...before
      .filter((name) => !asked.includes(name))
      .map((RegionName) => ({ Delete: { RegionName } })),
    ...asked
      .filter((name) => !before.includes(name))
      .map((RegionName) => ({ Create: { RegionName } })),
  ];
  for (const update of updates) {
    await client.send(new UpdateTableCommand({ TableName, ReplicaUpdates: [update] }));
  }
}

export async function setTimeToLive(
  region: AwsRegion,
  TableName: string,
  AttributeName: string,
  Enabled: boolean,
): Promise<void> {
  const { UpdateTimeToLiveCommand } = await import('@aws-sdk/client-dynamodb');
  const client = await region.dynamodb;
  await client.send(
    new UpdateTimeToLiveCommand({
      ...{ TableName, TimeToLiveSpecification: { AttributeName, Enabled } },
    }),
  );
}

export async function setRecovery(
  region: AwsRegion,
  TableName: string,
  { enabled, recoveryPeriodInDays }: NonNullable<Inputs['pointInTimeRecovery']>,
): Promise<void> {
  const { UpdateContinuousBackupsCommand } = await import('@aws-sdk/client-dynamodb');
  const client = await region.dynamodb;
  await client.send(
    new UpdateContinuousBackupsCommand({
      TableName,
      PointInTimeRecoverySpecification: {
        PointInTimeRecoveryEnabled: enabled,
        RecoveryPeriodInDays: recoveryPeriodInDays,
      },
    }),
  );
}

export async function changeTags(
  region: AwsRegion,
  state: Properties,
  tags: Readonly<Record<string, string>> | undefined,
): Promise<void> {
  const { TagResourceCommand, UntagResourceCommand } = await import('@aws-sdk/client-dynamodb');
  const client = await region.dynamodb;
  const ResourceArn = String(state.arn);
  const { set, removed } = tagChanges(state, allTags(region, tags));
  if (removed.length > 0) {
    await client.send(new UntagResourceCommand({ ResourceArn, TagKeys: removed }));
  }
  if (Object.keys(set).length > 0) {
    const Tags = Object.entries(set).map(([Key, Value]) => ({ Key, Value }));
    await client.send(new TagResourceCommand({ ResourceArn, Tags }));
  }
}
