import type { Deletion, Write } from './writes.ts';

/** From a moment on until before another one, in milliseconds since the epoch. */
export interface Interval {
  readonly from: number;
  /** Infinity when it has no end. */
  readonly until: number;
}

/** A value and when some host may see it. */
export interface Visible<Value> extends Interval {
  readonly write: Value;
}

/** The moments that two intervals share; undefined where there are none. */
export function overlap(one: Interval, other: Interval): Interval | undefined {
  const from = Math.max(one.from, other.from);
  const until = Math.min(one.until, other.until);
  return from < until ? { from, until } : undefined;
}

/**
 * When each value of one resource may be seen: from its write until the next one has reached every
 * host. With a bound of 0 that is as long as the resource has the value.
 *
 * @param writes of one resource, in the order in which they were made
 * @param bound in seconds
 */
export function visibleValues<Value extends Exclude<Write, Deletion>>(
  writes: readonly (Value | Deletion)[],
  bound: number,
): Visible<Value>[] {
  return writes.flatMap((write, index) => {
    const until = (writes[index + 1]?.at ?? Infinity) + bound * 1000;
    return 'isDeleted' in write || write.at >= until ? [] : [{ write, from: write.at, until }];
  });
}
