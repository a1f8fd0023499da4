interface Entry<Value> {
  /** Undefined while the resource is not there. */
  readonly value: Value | undefined;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** When each host learns of it, by the host's index. */
  readonly arrivals: readonly number[];
}

/**
 * The values that one resource has had, as far as something still sees them. A host learns of its
 * changes in their order, each in its own time.
 */
export class History<Value> {
  #entries: Entry<Value>[];

  /** @param value what all hosts know from the start; undefined for a resource that is not there yet */
  constructor(value: Value | undefined) {
    this.#entries = [{ value, at: -Infinity, arrivals: [] }];
  }

  /**
   * @param value undefined when the resource was deleted
   * @param at milliseconds since the epoch, never before an earlier write
   * @param delays how long each host takes to learn of it, in milliseconds
   */
  write(value: Value | undefined, at: number, delays: readonly number[]): void {
    const before = this.#entries.at(-1);
    const arrivals = delays.map((delay, host) =>
      Math.max(at + delay, before?.arrivals[host] ?? -Infinity),
    );
    this.#entries.push({ value, at, arrivals });
  }

  /** The value that a host knows at a time. */
  seenBy(host: number, now: number): Value | undefined {
    return this.#entries.findLast(({ arrivals }) => (arrivals[host] ?? -Infinity) <= now)?.value;
  }

  /**
   * The value that the resource had at a time, as a read shows it: what was made later is shown with its
   * first value, since AWS's reads know of it at once.
   */
  asOf(then: number): Value | undefined {
    const had = this.#entries.findLastIndex(({ at }) => at <= then);
    return this.#entries.slice(had).find(({ value }) => value !== undefined)?.value;
  }

  /**
   * Forgets what nothing sees any more.
   *
   * @param settled a time whose writes every host has learned of, and to which no read goes back
   * @returns whether there is anything left to know
   */
  prune(settled: number): boolean {
    const oldest = this.#entries.findLastIndex(({ at }) => at <= settled);
    this.#entries = this.#entries.slice(Math.max(0, oldest));
    return this.#entries.some(({ value }) => value !== undefined);
  }
}
