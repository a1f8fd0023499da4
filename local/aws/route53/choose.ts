import { distance, type Client } from './places.ts';
import type { Location, RecordSet } from './state.ts';

/** Who asks, and by which draw weights decide. */
export interface Asking {
  readonly from: Client;
  /** From 0 to below 1. */
  readonly draw: number;
}

/**
 * The record set that Route 53 answers with, of those of a name and type ("How Amazon Route 53 chooses records when
 * health checking is configured"): the healthy one that comes first by the policy; with none healthy, all are
 * taken as healthy.
 *
 * Pure. @returns undefined where none is for the client: none at all, or no place that it is in
 */
export function choose(
  records: readonly RecordSet[],
  { from, draw }: Asking,
  isHealthy: (record: RecordSet) => boolean,
): RecordSet | undefined {
  const kind = records[0]?.policy?.kind;
  if (kind === 'weighted') {
    return chooseByWeight(records, draw, isHealthy);
  }
  const inOrder = ordered(records, from);
  return inOrder.find(isHealthy) ?? inOrder[0];
}

/** Those that could answer a client, the one first that would. */
function ordered(records: readonly RecordSet[], from: Client): readonly RecordSet[] {
  switch (records[0]?.policy?.kind) {
    case 'latency':
      return sortedBy(records, ({ policy }) =>
        policy?.kind === 'latency' ? distance(from.region, policy.region) : Infinity,
      );
    case 'failover':
      return sortedBy(records, ({ policy }) =>
        policy?.kind === 'failover' && policy.role === 'PRIMARY' ? 0 : 1,
      );
    case 'geolocation': {
      const rank = ({ policy }: RecordSet) =>
        policy?.kind === 'geolocation' ? nearness(policy, from) : Infinity;
      return sortedBy(records, rank).filter((record) => rank(record) < Infinity);
    }
    case 'weighted':
    case undefined:
      return records;
  }
}

/** The smaller the place, the sooner it is chosen; `Infinity` for one that the client is not in. */
function nearness({ continent, country, subdivision }: Location, from: Client): number {
  if (country === '*') {
    return 3;
  }
  if (continent !== undefined) {
    return continent === from.continent ? 2 : Infinity;
  }
  if (country !== from.country) {
    return Infinity;
  }
  if (subdivision === undefined) {
    return 1;
  }
  return subdivision === from.subdivision ? 0 : Infinity;
}

function chooseByWeight(
  records: readonly RecordSet[],
  draw: number,
  isHealthy: (record: RecordSet) => boolean,
): RecordSet | undefined {
  const weighing = records.filter((record) => weightOf(record) > 0);
  const weightless = records.filter((record) => weightOf(record) === 0);
  const groups = [weighing.filter(isHealthy), weightless.filter(isHealthy), weighing, weightless];
  const group = groups.find(({ length }) => length > 0) ?? [];
  const weights = group.map((record) => weightOf(record) || 1);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let passed = 0;
  return group.find((_record, at) => {
    passed += weights[at] ?? 0;
    return draw * total < passed;
  });
}

function weightOf({ policy }: RecordSet): number {
  return policy?.kind === 'weighted' ? policy.weight : 0;
}

function sortedBy(
  records: readonly RecordSet[],
  rank: (record: RecordSet) => number,
): readonly RecordSet[] {
  return records.toSorted((a, b) => compare(rank(a), rank(b)));
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}
