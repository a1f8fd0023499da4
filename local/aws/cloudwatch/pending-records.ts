import { Distribution } from './distribution.ts';
import { dimensionsKey, type MetricId, type MetricRecord } from './metric-record.ts';

/** By name, then unit: texts that are the same for every request, so that none is put together for one. */
type RecordsOfPlace = Map<string, Map<string, MetricRecord>>;

/** What metrics have in common that are reported together. */
export interface MetricPlace extends Omit<MetricId, 'name'> {
  /** Of the bucket of time, milliseconds since the epoch. */
  readonly start: number;
}

/** Values that are not written yet, summed up by metric, unit and bucket of time. */
export class PendingRecords {
  readonly #places = new Map<string, RecordsOfPlace>();

  get isEmpty(): boolean {
    return this.#places.size === 0;
  }

  /** @returns what finds the distribution of a metric of that place, and makes it for the first value. */
  at({ namespace, dimensions, start }: MetricPlace): (name: string, unit: string) => Distribution {
    const records = getOrMake(
      this.#places,
      `${namespace}${dimensionsKey(dimensions)} ${String(start)}`,
      (): RecordsOfPlace => new Map(),
    );
    return (name, unit) => {
      const byUnit = getOrMake(records, name, () => new Map<string, MetricRecord>());
      const makeRecord = (): MetricRecord => ({
        ...{ namespace, name, dimensions, unit, start },
        distribution: new Distribution(),
      });
      return getOrMake(byUnit, unit, makeRecord).distribution;
    };
  }

  all(): MetricRecord[] {
    return [...this.#places.values()].flatMap((records) =>
      [...records.values()].flatMap((byUnit) => [...byUnit.values()]),
    );
  }
}

/** The value of a key, which is made where there is none. */
export function getOrMake<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) {
    return known;
  }
  const made = make();
  map.set(key, made);
  return made;
}
