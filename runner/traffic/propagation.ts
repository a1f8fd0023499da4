import { setTimeout as delay } from 'node:timers/promises';
import type { ApiStageState, Routing } from '../aws/api-stage.ts';

/** Seconds that AWS takes: its hosts until they serve by a change, and its answers to be true. */
export interface Bounds {
  /** Of an alias: its version and weights. */
  readonly alias: number;
  /** Of an API stage: its deployment, variables and canary. */
  readonly stage: number;
  /** How old an answer of AWS about an alias or an API stage may be. */
  readonly read: number;
}

/** What an API stage sent requests to, and does not any more. */
interface Former {
  readonly stage: string;
  readonly alias: string;
  readonly deployment: string;
  /** By {@link Propagation.now}. */
  readonly until: number;
}

/** A wait that is about to begin. */
export interface Wait {
  /** `alias PROD_STANDBY is everywhere`, for people. */
  readonly what: string;
  readonly seconds: number;
}

interface Options {
  readonly onWait?: (wait: Wait) => void;
  readonly now?: () => number;
  readonly sleep?: (ms: number, signal: AbortSignal | undefined) => Promise<unknown>;
}

/**
 * Knows what this run wrote, and so which older values hosts of AWS may still serve by; every wait for
 * that is here. Two rules make each answer that any host can give a whole pair (docs/propagation.md):
 * an alias changes its version only while every value of an API stage of the last `stage` seconds that
 * calls it makes a whole pair with both versions, and an API stage calls an alias only after that has
 * kept its version for `alias` seconds. What others wrote before this run is not known, and is taken to
 * have been written right before.
 */
export class Propagation {
  readonly #bounds: Bounds;
  readonly #options: Options;
  #begunAt: number;
  /** When aliases last changed version or weights, by name. */
  readonly #aliases = new Map<string, number>();
  /** When API stages last changed, by name. */
  readonly #stages = new Map<string, number>();
  #formers: Former[] = [];

  constructor(bounds: Bounds, options: Options = {}) {
    this.#bounds = bounds;
    this.#options = options;
    this.#begunAt = this.now();
  }

  /** Milliseconds by a clock that nobody sets. */
  readonly now = (): number => this.#options.now?.() ?? performance.now();

  readonly sleep = (ms: number, signal?: AbortSignal): Promise<unknown> => {
    const sleep =
      this.#options.sleep ?? ((time, abort) => delay(time, undefined, { signal: abort }));
    return sleep(ms, signal);
  };

  /** How old an answer of AWS may be, in milliseconds. */
  get oldReadMs(): number {
    return this.#bounds.read * 1000;
  }

  /** From here on nobody else writes: this run holds the release lock. */
  begin(): void {
    this.#begunAt = this.now();
    this.#aliases.clear();
    this.#stages.clear();
    this.#formers = [];
  }

  /** An alias has another version or other weights, or may have, since just now. */
  noteAlias(name: string): void {
    this.#aliases.set(name, this.now());
  }

  /**
   * An API stage sends no requests there any more, or may not, since just now. One that was closed sent none.
   */
  noteFormer(
    stage: string,
    { deploymentId, alias, canary, isClosed = false }: Routing & Partial<ApiStageState>,
  ): void {
    const until = this.now();
    this.#stages.set(stage, until);
    if (isClosed) {
      return;
    }
    this.#formers.push({ stage, alias, deployment: deploymentId, until });
    if (canary !== undefined) {
      this.#formers.push({ stage, alias: canary.alias, deployment: canary.deploymentId, until });
    }
  }

  /**
   * Waits until an alias may change its version: no host serves by a stage value that calls it, but by
   * those of one deployment, with which both versions make a whole pair.
   */
  async untilAliasMayMove(
    alias: string,
    deployment: string | undefined,
    signal?: AbortSignal,
  ): Promise<void> {
    const ends = this.#formers
      .filter((former) => former.alias === alias && former.deployment !== deployment)
      .map(({ until }) => until);
    const at = Math.max(this.#begunAt, ...ends) + this.#bounds.stage * 1000;
    await this.#until(at, `no host calls alias ${alias} by an earlier value`, signal);
  }

  /** Waits until every host knows the version of an alias, so that an API stage may call it. */
  async untilAliasKnown(alias: string, signal?: AbortSignal): Promise<void> {
    await this.#until(this.#aliasEverywhereAt(alias), `every host knows alias ${alias}`, signal);
  }

  /** Waits until every host serves by what an API stage and the alias that it calls are now. */
  async untilServed(stage: string, alias: string, signal?: AbortSignal): Promise<void> {
    const lastMove = Math.max(this.#begunAt, this.#stages.get(stage) ?? 0);
    const at = Math.max(lastMove + this.#bounds.stage * 1000, this.#aliasEverywhereAt(alias));
    await this.#until(at, `every host knows API stage ${stage}`, signal);
  }

  /** Waits until every host knows all that was written before this run, and answers of AWS tell it. */
  async untilKnown(signal?: AbortSignal): Promise<void> {
    const { alias, stage, read } = this.#bounds;
    const at = this.#begunAt + Math.max(alias, stage, read) * 1000;
    await this.#until(at, 'every host knows what is served', signal);
  }

  /** Waits until no answer of AWS is older than the beginning of this run. */
  async untilReadsAreTrue(signal?: AbortSignal): Promise<void> {
    await this.#until(this.#begunAt + this.#bounds.read * 1000, 'answers of AWS are true', signal);
  }

  /**
   * Waits until no host serves by what was deleted just now, and no answer of AWS tells of it: the same names may begin
   * anew with another pair.
   */
  async untilForgotten(signal?: AbortSignal): Promise<void> {
    const { alias, stage, read } = this.#bounds;
    const at = this.now() + Math.max(alias, stage, read) * 1000;
    await this.#until(at, 'no host knows what was deleted', signal);
  }

  #aliasEverywhereAt(alias: string): number {
    return Math.max(this.#begunAt, this.#aliases.get(alias) ?? 0) + this.#bounds.alias * 1000;
  }

  async #until(at: number, what: string, signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    const ms = at - this.now();
    if (ms > 0) {
      this.#options.onWait?.({ what, seconds: ms / 1000 });
      await this.sleep(ms, signal);
    }
  }
}
