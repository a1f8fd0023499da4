import { z } from 'zod';
import type { RpcOperation } from '../operation.ts';
import { integer, list, number, timestamp } from '../rpc/fields.ts';
import { Distribution, type DistributionData } from './distribution.ts';
import { defineMetrics, invalidCombination, invalidValue, missingParameter } from './errors.ts';
import * as field from './fields.ts';

const msPerHour = 3_600_000;
const maxAgeMs = 14 * 24 * msPerHour;
const maxAheadMs = 2 * msPerHour;
const maxMagnitude = 2 ** 360;

const value = number.refine((each) => Math.abs(each) <= maxMagnitude, 'The value is out of range.');

const datum = z.object({
  MetricName: field.metricName,
  Dimensions: field.dimensions.prefault([]),
  Timestamp: timestamp.optional(),
  Value: value.optional(),
  Values: list(value).optional(),
  Counts: list(number.pipe(z.number().positive())).optional(),
  StatisticValues: z
    .object({ SampleCount: number, Sum: value, Minimum: value, Maximum: value })
    .optional(),
  Unit: field.unit.default('None'),
  StorageResolution: integer(1).default(60),
});

type Datum = z.output<typeof datum>;

const putMetricData = defineMetrics({
  name: 'PutMetricData',
  writes: false,
  input: z.object({
    Namespace: field.namespace.refine(
      (namespace) => !namespace.startsWith('AWS/'),
      'Namespaces that begin with AWS/ are reserved.',
    ),
    MetricData: list(datum).default([]),
  }),
  run: (input, region) => {
    if (input.MetricData.length > 1000) {
      throw invalidValue('The parameter MetricData may hold at most 1000 metrics.');
    }
    const now = region.now();
    const reports = input.MetricData.map((each, index) => readDatum(each, index, now));
    for (const { each, data, timestampMs } of reports) {
      region.metrics.putDistribution(
        { namespace: input.Namespace, name: each.MetricName, dimensions: each.Dimensions },
        data,
        { timestampMs, unit: each.Unit, highResolution: each.StorageResolution === 1 },
      );
    }
    region.metrics.flush();
    return {};
  },
});

function readDatum(each: Datum, index: number, now: number) {
  const path = `MetricData.member.${String(index + 1)}`;
  const timestampMs = each.Timestamp ?? now;
  if (timestampMs < now - maxAgeMs) {
    throw invalidValue(
      `The parameter ${path}.Timestamp must specify a time no more than two weeks in the past.`,
    );
  }
  if (timestampMs > now + maxAheadMs) {
    throw invalidValue(
      `The parameter ${path}.Timestamp must specify a time no more than two hours in the future.`,
    );
  }
  if (each.StorageResolution !== 1 && each.StorageResolution !== 60) {
    throw invalidValue(`The parameter ${path}.StorageResolution must be 1 or 60.`);
  }
  return { each, timestampMs, data: readValues(each, path) };
}

/** Exactly one of `Value`, `Values` (with `Counts`) and `StatisticValues` tells what was measured. */
function readValues(each: Datum, path: string): DistributionData {
  const { Value, Values, Counts, StatisticValues } = each;
  const given = [Value, Values, StatisticValues].filter((form) => form !== undefined);
  if (given.length === 0) {
    throw missingParameter(
      `At least one of the parameters ${path}.Value, ${path}.Values and ${path}.StatisticValues must be specified.`,
    );
  }
  if (given.length > 1) {
    throw invalidCombination(
      `The parameters ${path}.Value, ${path}.Values and ${path}.StatisticValues are mutually exclusive and you have specified more than one.`,
    );
  }
  if (StatisticValues !== undefined) {
    return readStatisticSet(StatisticValues, path);
  }
  return readValueList(Values ?? (Value === undefined ? [] : [Value]), Counts, path);
}

function readStatisticSet(
  set: NonNullable<Datum['StatisticValues']>,
  path: string,
): DistributionData {
  const { SampleCount: count, Sum: sum, Minimum: min, Maximum: max } = set;
  if (count <= 0) {
    throw invalidValue(`The parameter ${path}.StatisticValues.SampleCount must be greater than 0.`);
  }
  if (min > max) {
    throw invalidValue(
      `The parameter ${path}.StatisticValues.Maximum must be greater than the Minimum.`,
    );
  }
  return { count, sum, min, max, values: [] };
}

function readValueList(
  values: readonly number[],
  counts: readonly number[] | undefined,
  path: string,
): DistributionData {
  if (values.length > 150 || values.length === 0) {
    throw invalidValue(`The parameter ${path}.Values must hold 1 to 150 values.`);
  }
  if (counts !== undefined && counts.length !== values.length) {
    throw invalidValue(
      `The parameters ${path}.Values and ${path}.Counts must have the same length.`,
    );
  }
  const distribution = new Distribution();
  values.forEach((each, index) => {
    distribution.add(each, counts?.[index] ?? 1);
  });
  return distribution.toData();
}

export const putMetricDataOperations: readonly RpcOperation[] = [putMetricData];
