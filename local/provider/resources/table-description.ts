import type { CreateTableCommandInput, TableDescription } from '@aws-sdk/client-dynamodb';
import type { Properties } from '../properties.ts';
import type { Inputs } from './table-schema.ts';

/** What DynamoDB takes, of a table's inputs. */
export function describe(
  inputs: Inputs,
): Pick<
  CreateTableCommandInput,
  | 'AttributeDefinitions'
  | 'KeySchema'
  | 'BillingMode'
  | 'ProvisionedThroughput'
  | 'GlobalSecondaryIndexes'
  | 'LocalSecondaryIndexes'
  | 'StreamSpecification'
> {
  const { globalSecondaryIndexes: global = [], localSecondaryIndexes: local = [] } = inputs;
  return {
    AttributeDefinitions: attributesOf(inputs),
    KeySchema: keysOf(inputs),
    BillingMode: inputs.billingMode,
    ...throughputOf(inputs, inputs),
    ...(inputs.streamEnabled === true && streamOf(inputs)),
    ...(global.length > 0 && {
      GlobalSecondaryIndexes: global.map((each) => ({
        ...{ IndexName: each.name, KeySchema: keysOf(each), ...projectionOf(each) },
        ...throughputOf(inputs, each),
      })),
    }),
    ...(local.length > 0 && {
      LocalSecondaryIndexes: local.map((each) => ({
        IndexName: each.name,
        KeySchema: keysOf({ hashKey: inputs.hashKey, rangeKey: each.rangeKey }),
        ...projectionOf(each),
      })),
    }),
  };
}

/** What it takes of their attributes alone. */
export const attributesOf = ({ attributes }: Inputs) =>
  attributes.map(({ name, type }) => ({ AttributeName: name, AttributeType: type }));

function keysOf({ hashKey, rangeKey }: { hashKey: string; rangeKey?: string | undefined }) {
  return [
    { AttributeName: hashKey, KeyType: 'HASH' as const },
    ...(rangeKey === undefined ? [] : [{ AttributeName: rangeKey, KeyType: 'RANGE' as const }]),
  ];
}

function projectionOf({
  projectionType,
  nonKeyAttributes,
}: Pick<
  NonNullable<Inputs['globalSecondaryIndexes']>[number],
  'projectionType' | 'nonKeyAttributes'
>) {
  return { Projection: { ProjectionType: projectionType, NonKeyAttributes: nonKeyAttributes } };
}

export function streamOf({ streamEnabled = false, streamViewType }: Inputs) {
  return {
    StreamSpecification: {
      StreamEnabled: streamEnabled,
      ...(streamEnabled && { StreamViewType: streamViewType }),
    },
  };
}

interface Capacity {
  readonly readCapacity?: number | undefined;
  readonly writeCapacity?: number | undefined;
}

export function throughputOf({ billingMode }: Inputs, { readCapacity, writeCapacity }: Capacity) {
  return billingMode === 'PAY_PER_REQUEST'
    ? {}
    : {
        ProvisionedThroughput: {
          ReadCapacityUnits: readCapacity ?? 1,
          WriteCapacityUnits: writeCapacity ?? 1,
        },
      };
}

/** Inputs and outputs, of what DynamoDB says of a table. */
export function fromDescription(live: TableDescription): Properties {
  const { KeySchema = [], GlobalSecondaryIndexes = [], LocalSecondaryIndexes = [] } = live;
  const keyOf = (keys: typeof KeySchema, type: string) =>
    keys.find(({ KeyType }) => KeyType === type)?.AttributeName;
  const common = ({
    IndexName,
    KeySchema: keys = [],
    Projection,
  }: (typeof GlobalSecondaryIndexes)[number]) => ({
    name: IndexName,
    projectionType: Projection?.ProjectionType,
    ...(keyOf(keys, 'RANGE') !== undefined && { rangeKey: keyOf(keys, 'RANGE') }),
    ...(Projection?.NonKeyAttributes && { nonKeyAttributes: Projection.NonKeyAttributes }),
  });
  const capacityOf = (throughput: TableDescription['ProvisionedThroughput']) => ({
    readCapacity: throughput?.ReadCapacityUnits ?? 0,
    writeCapacity: throughput?.WriteCapacityUnits ?? 0,
  });
  return {
    arn: live.TableArn,
    name: live.TableName,
    attributes: (live.AttributeDefinitions ?? []).map(({ AttributeName, AttributeType }) => ({
      ...{ name: AttributeName, type: AttributeType },
    })),
    billingMode: live.BillingModeSummary?.BillingMode ?? 'PROVISIONED',
    deletionProtectionEnabled: live.DeletionProtectionEnabled ?? false,
    hashKey: keyOf(KeySchema, 'HASH'),
    rangeKey: keyOf(KeySchema, 'RANGE'),
    replicas: (live.Replicas ?? []).map(({ RegionName }) => ({ regionName: RegionName })),
    streamEnabled: live.StreamSpecification?.StreamEnabled ?? false,
    streamViewType: live.StreamSpecification?.StreamViewType ?? '',
    ...capacityOf(live.ProvisionedThroughput),
    globalSecondaryIndexes: GlobalSecondaryIndexes.map((each) => ({
      ...{ ...common(each), hashKey: keyOf(each.KeySchema ?? [], 'HASH') },
      ...capacityOf(each.ProvisionedThroughput),
    })),
    localSecondaryIndexes: LocalSecondaryIndexes.map(common),
  };
}
