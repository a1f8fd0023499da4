import type { Region } from '../region.ts';
import type { Delays } from './delays.ts';
import { Histories } from './histories.ts';
import { ChangeFinder } from './resources.ts';
import type { WriteLog } from './write-log.ts';

interface Lagging {
  readonly delays: Delays;
  readonly histories: Histories;
  /** The region as each host sees it, by the host's index, as far as it was asked for. */
  readonly seen: Region[];
}

/** A region whose changes are logged and, while it lags, reach each host in its own time. */
export class WatchedRegion {
  readonly #region: Region;
  readonly #log: WriteLog;
  readonly #now: () => number;
  #changes: ChangeFinder;
  #lagging: Lagging | undefined;

  /**
   * @param now milliseconds since the epoch, by the clock of the lag
   * @param delays left out, everything is seen at once
   */
  constructor(
    region: Region,
    log: WriteLog,
    { now, delays }: { readonly now: () => number; readonly delays: Delays | undefined },
  ) {
    this.#region = region;
    this.#log = log;
    this.#now = now;
    this.#changes = new ChangeFinder(region.state);
    this.restart(delays);
  }

  /** From now on with these delays; every host knows what there is. */
  restart(delays: Delays | undefined): void {
    const histories = new Histories();
    this.#lagging = delays && { delays, histories, seen: [] };
    this.#changes = new ChangeFinder(this.#region.state);
    for (const change of this.#changes.find()) {
      histories.begin(change);
    }
    this.log();
  }

  /** Logs everything that there is. */
  log(): void {
    for (const change of new ChangeFinder(this.#region.state).find()) {
      this.#log.record(this.#region, change, this.#now());
    }
  }

  /** Notes what was written since the last time. */
  observe(): void {
    const now = this.#now();
    for (const change of this.#changes.find()) {
      this.#log.record(this.#region, change, now);
      if (this.#lagging !== undefined) {
        const { delays, histories } = this.#lagging;
        histories.write(change, now, delays.ofWrite(change.kind), now - delays.longestMs);
      }
    }
  }

  /** The region as a host of the data plane sees it. */
  seenBy(host: number): Region {
    if (this.#lagging === undefined) {
      return this.#region;
    }
    const { delays, histories, seen } = this.#lagging;
    return (seen[host] ??= {
      ...this.#region,
      timings: { ...this.#region.timings, ...delays.timings },
      dataPlane: histories.view((history) => history.seenBy(host, this.#now())),
      controlPlane: histories.view((history) => history.asOf(this.#now() - delays.ofRead())),
    });
  }
}
