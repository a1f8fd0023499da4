import { randomInt } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';

import { noLag } from '../../lag-settings.ts';
import type { LagSettings } from '../../lag-settings.ts';
import type { Region } from '../region.ts';
import { Delays } from './delays.ts';
import type { Scope } from '../scope.ts';
import { Quotas } from './quotas.ts';
import { WatchedRegion } from './watched-region.ts';
import { WriteLog } from './write-log.ts';

/**
 * What lies between a change and those who see it: each host of the data plane learns of it in its own
 * time, each read of the control plane may be old. Who comes back, or begins to lag, does so with
 * hosts that know everything.
 */
export class Lag {
  readonly writes = new WriteLog();
  readonly #watched = new Map<Region, WatchedRegion>();
  #settings: LagSettings = noLag;
  #delays: Delays | undefined;
  #quotas: Quotas | undefined;
  #passedMs = 0;
  #trueLooks = 0;

  constructor(settings: Partial<LagSettings> = {}) {
    this.set(settings);
  }

  /**
   * How far the clock of the lag is before the clock of everything else, in milliseconds: by what
   * {@link pass} let pass. Writes are logged by it.
   */
  get passedMs(): number {
    return this.#passedMs;
  }

  /** Lets time pass for the lag alone: hosts learn, and what was replaced is older, by so much. */
  pass(seconds: number): void {
    this.#passedMs += seconds * 1000;
  }

  /** As long as some work goes on, everybody sees everything as it is. For those who want to know it. */
  async truly<T>(work: () => Promise<T>): Promise<T> {
    this.#trueLooks += 1;
    try {
      return await work();
    } finally {
      this.#trueLooks -= 1;
    }
  }

  /** As they were set, with the seed that the delays come from. */
  get settings(): LagSettings {
    return this.#settings;
  }

  /** Begins anew, with hosts that know everything; the settings that it has already change nothing. */
  set(given: Partial<LagSettings>): void {
    const settings = { ...noLag, ...given };
    if (isSame(settings, this.#settings)) {
      return;
    }
    const { alias, stage, permission, read, role, idle, seed = randomInt(2 ** 32) } = settings;
    const isOn = Math.max(alias, stage, permission, read, role, idle) > 0;
    this.#settings = isOn ? { ...settings, seed } : settings;
    this.#delays = isOn ? new Delays({ ...settings, seed }) : undefined;
    this.#quotas = settings.quotas ? new Quotas() : undefined;
    for (const watched of this.#watched.values()) {
      watched.restart(this.#delays);
    }
  }

  /** A region as the host of a connection sees it, and as the next reads of its control plane do. */
  seenFrom(connection: object, region: Region): Region {
    const watched = this.#watch(region);
    return this.#delays === undefined || this.#trueLooks > 0
      ? region
      : watched.seenBy(this.#delays.hostOf(connection));
  }

  /**
   * Counts a call of an operation.
   *
   * @throws {AwsError} 429 where it is over a quota, and quotas hold
   */
  countCall(scope: Scope, operation: string, region: Region): void {
    this.#quotas?.take(scope, operation, region.now());
  }

  /** Has the hosts learn of what an operation wrote. */
  observe(region: Region): void {
    this.#watch(region).observe();
  }

  /** Begins the log of writes anew, with what there is. */
  restartLog(): void {
    this.writes.clear();
    for (const watched of this.#watched.values()) {
      watched.log();
    }
  }

  #watch(region: Region): WatchedRegion {
    let watched = this.#watched.get(region);
    if (watched === undefined) {
      const now = () => region.now() + this.#passedMs;
      watched = new WatchedRegion(region, this.writes, { now, delays: this.#delays });
      this.#watched.set(region, watched);
    }
    return watched;
  }
}

/** A seed that was not given is any one. */
function isSame(given: LagSettings, current: LagSettings): boolean {
  const { seed = current.seed, ...rest } = given;
  return isDeepStrictEqual({ ...rest, seed }, { ...current, seed: current.seed });
}
