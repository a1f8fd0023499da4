import { z } from 'zod';
import { unlessMissing } from '../errors.ts';
import type { Properties } from '../properties.ts';
import { defineResource, type Live } from '../resource.ts';
import { poll } from '../settling.ts';
import { allTags, tagProperties } from '../tags.ts';
import {
  changeTags,
  get,
  setRecovery,
  setReplicas,
  setTimeToLive,
  updateTable,
} from './table-calls.ts';
import { describe, fromDescription } from './table-description.ts';
import { isInSameRegions, isSameSet, isSwitched, regionsIn, schema } from './table-schema.ts';

const activeTimeoutMs = 60_000;

/**
 * `aws:dynamodb/table:Table`. Encryption and table class are taken and kept from the program, as they change
 * nothing here; so are the settings of each replica.
 */
export const table = defineResource({
  title: 'table',
  schema,
  autoName: { property: 'name', maxLength: 255 },
  defaults: { billingMode: 'PROVISIONED' },
  outputs: ['arn', 'tagsAll'],
  replaceOn: ['hashKey', 'localSecondaryIndexes', 'name', 'rangeKey', 'region'],
  chosenByAws: ['region', 'readCapacity', 'writeCapacity', 'pointInTimeRecovery', 'ttl'],
  notReadable: ['serverSideEncryption', 'tableClass'],
  equivalent: {
    attributes: isSameSet,
    globalSecondaryIndexes: isSameSet,
    localSecondaryIndexes: isSameSet,
    pointInTimeRecovery: isSwitched,
    replicas: isInSameRegions,
    ttl: isSwitched,
  },
  tagged: true,

  async create(region, inputs) {
    const { CreateTableCommand } = await import('@aws-sdk/client-dynamodb');
    const client = await region.dynamodb;
    const TableName = inputs.name ?? '';
    const tags = Object.entries(allTags(region, inputs.tags));
    await client.send(
      new CreateTableCommand({
        TableName,
        ...describe(inputs),
        DeletionProtectionEnabled: inputs.deletionProtectionEnabled ?? false,
        Tags: tags.map(([Key, Value]) => ({ Key, Value })),
      }),
    );
    return TableName;
  },

  async complete(region, id, { ttl, pointInTimeRecovery, replicas }) {
    await poll(
      async () => ((await get(region, id))?.TableStatus === 'ACTIVE' ? true : undefined),
      `table ${id} to become active`,
      activeTimeoutMs,
      region.signal,
    );
    if (ttl?.enabled === true) {
      await setTimeToLive(region, id, ttl.attributeName ?? '', true);
    }
    if (pointInTimeRecovery?.enabled === true) {
      await setRecovery(region, id, pointInTimeRecovery);
    }
    await setReplicas(region, id, [], regionsIn(replicas));
  },

  async read(region, id): Promise<Live | undefined> {
    const live = await get(region, id);
    if (live === undefined) {
      return undefined;
    }
    const {
      DescribeTimeToLiveCommand,
      DescribeContinuousBackupsCommand,
      ListTagsOfResourceCommand,
    } = await import('@aws-sdk/client-dynamodb');
    const client = await region.dynamodb;
    const [ends, backups, tagged] = await Promise.all([
      client.send(new DescribeTimeToLiveCommand({ TableName: id })),
      client.send(new DescribeContinuousBackupsCommand({ TableName: id })),
      client.send(new ListTagsOfResourceCommand({ ResourceArn: live.TableArn })),
    ]);
    const ttl = ends.TimeToLiveDescription;
    const recovery = backups.ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
    const tags: Properties = Object.fromEntries<unknown>(
      (tagged.Tags ?? []).map(({ Key, Value }) => [Key ?? '', Value] as const),
    );
    return {
      id,
      properties: {
        ...fromDescription(live),
        ttl: {
          enabled: ttl?.TimeToLiveStatus === 'ENABLED',
          attributeName: ttl?.AttributeName ?? '',
        },
        pointInTimeRecovery:
          recovery?.PointInTimeRecoveryStatus === 'ENABLED'
            ? { enabled: true, recoveryPeriodInDays: recovery.RecoveryPeriodInDays }
            : { enabled: false },
        ...tagProperties(region, tags),
      },
    };
  },

  async update(region, id, { inputs, changed, state }) {
    await updateTable(region, id, inputs, changed);
    if (changed.has('ttl')) {
      const old = z.object({ ttl: schema.shape.ttl }).parse({ ttl: state.ttl }).ttl;
      if (old?.enabled === true) {
        await setTimeToLive(region, id, old.attributeName ?? '', false);
      }
      if (inputs.ttl?.enabled === true) {
        await setTimeToLive(region, id, inputs.ttl.attributeName ?? '', true);
      }
    }
    if (changed.has('pointInTimeRecovery')) {
      await setRecovery(region, id, inputs.pointInTimeRecovery ?? { enabled: false });
    }
    if (changed.has('replicas')) {
      await setReplicas(region, id, regionsIn(state.replicas), regionsIn(inputs.replicas));
    }
    if (changed.has('tagsAll')) {
      await changeTags(region, state, inputs.tags);
    }
  },

  async delete(region, id, state) {
    if ((await get(region, id)) !== undefined) {
      await setReplicas(region, id, regionsIn(state.replicas), []);
    }
    const { DeleteTableCommand } = await import('@aws-sdk/client-dynamodb');
    const client = await region.dynamodb;
    await unlessMissing(client.send(new DeleteTableCommand({ TableName: id })));
  },
});
