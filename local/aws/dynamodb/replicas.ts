import { z } from 'zod';

import { byName } from '../by-name.ts';
import { AwsError } from '../errors.ts';
import { notImplemented } from '../not-implemented.ts';
import type { Region } from '../region.ts';
import { validationError } from './errors.ts';
import type { TableExtras } from './state.ts';

const change = z.looseObject({ RegionName: z.string().min(1) });

export const replicaUpdates = z
  .array(z.strictObject({ Create: change.optional(), Delete: change.optional() }))
  .min(1);

/**
 * Adds regions to a table, which makes it a global table, or takes them away.
 *
 * @throws {AwsError} `ValidationException` 400 where that cannot be
 */
export async function updateReplicas(
  region: Region,
  name: string,
  updates: z.output<typeof replicaUpdates>,
): Promise<void> {
  for (const { Create, Delete } of updates) {
    if (Create !== undefined) {
      addReplica(region, name, Create.RegionName);
    }
    if (Delete !== undefined) {
      await removeReplica(region, name, Delete.RegionName);
    }
  }
  const { regions = [] } = tableIn(region, name);
  await Promise.all(regions.map((each) => region.sibling(each).save()));
}

function addReplica(region: Region, name: string, added: string): void {
  const table = tableIn(region, name);
  const regions = table.regions ?? [region.region];
  if (regions.includes(added)) {
    throw validationError(
      `Failed to create a the new replica of table with name: '${name}' because one or more replicas already existed as tables.`,
    );
  }
  if (table.hasStream !== true) {
    throw validationError(
      'Table should have stream enabled with the view type NEW_AND_OLD_IMAGES to be a global table',
    );
  }
  const there = region.sibling(added).state.dynamodb.tables;
  if (there[name] !== undefined) {
    throw validationError(`A table with the name ${name} already exists in ${added}`);
  }
  there[name] = { tags: byName(), deletionProtection: false, hasStream: true };
  setRegions(region, name, [...regions, added]);
}

/** @throws {AwsError} where it has the items of all, which somebody would have to move here */
async function removeReplica(region: Region, name: string, removed: string): Promise<void> {
  const { regions = [] } = tableIn(region, name);
  if (!regions.includes(removed)) {
    throw validationError(`There is no replica of table ${name} in ${removed}`);
  }
  if (regions[0] === removed) {
    throw notImplemented(
      'dynamodb:UpdateTable that takes the first region from a table with replicas',
    );
  }
  const there = region.sibling(removed);
  Reflect.deleteProperty(there.state.dynamodb.tables, name);
  setRegions(
    region,
    name,
    regions.filter((each) => each !== removed),
  );
  await there.save();
}

function setRegions(region: Region, name: string, regions: readonly string[]): void {
  for (const each of regions) {
    tableIn(region.sibling(each), name).regions = regions;
  }
  if (regions.length === 1) {
    delete tableIn(region.sibling(regions[0] ?? ''), name).regions;
  }
}

function tableIn({ state }: Region, name: string): TableExtras {
  const table = state.dynamodb.tables[name];
  if (table === undefined) {
    throw new AwsError('ResourceNotFoundException', 400, `Requested resource not found: ${name}`);
  }
  return table;
}

/**
 * A table as its region describes it.
 *
 * @param stored as what holds its items describes it
 */
export function describeIn(
  { region, state }: Region,
  name: string,
  stored: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const {
    deletionProtection = false,
    hasStream,
    encryptionKey,
    tableClass,
    regions = [],
  } = state.dynamodb.tables[name] ?? {};
  const [holder = region] = regions;
  const here = JSON.parse(
    JSON.stringify(stored).replaceAll(`arn:aws:dynamodb:${holder}:`, `arn:aws:dynamodb:${region}:`),
  ) as Record<string, unknown>;
  return {
    ...here,
    DeletionProtectionEnabled: deletionProtection,
    ...(hasStream === true && {
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
    ...(encryptionKey !== undefined && {
      SSEDescription: { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: encryptionKey },
    }),
    ...(tableClass !== undefined && { TableClassSummary: { TableClass: tableClass } }),
    ...(regions.length > 1 && {
      GlobalTableVersion: '2019.11.21',
      Replicas: regions
        .filter((each) => each !== region)
        .map((RegionName) => ({ RegionName, ReplicaStatus: 'ACTIVE' })),
    }),
  };
}
