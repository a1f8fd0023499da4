import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCommandString } from 'execa';
import type { ReleaseSettings, Tier } from '../../stack/release-settings.ts';
import { root } from '../root.ts';
import { startTier, type Environment, type StartedTier } from './start-tier.ts';
import { openTurn } from './turn.ts';

/** ava ends by itself when no test does for a while, of which waiting is a part: ten seconds, where nobody set it. */
const latestTurnMs = 5_000;

const avaConfig = join(root, 'ava.config.js');

/** A process of a tier that waits for its turn. */
interface Waiting {
  readonly tier: Tier;
  readonly started: StartedTier;
  readonly startedAt: number;
  readonly giveTurn: (environment: Environment) => void;
  readonly close: () => void;
  hasEnded: boolean;
}

/**
 * Processes of tiers that are started before their turn: what ava takes to start, most of a short tier's time, passes
 * while the step before runs. Only of commands whose tests wait, as `ava.config.js` has them do (`await-turn.ts`).
 */
export class EarlyTiers {
  readonly #settings: Pick<ReleaseSettings, 'tiers'>;
  readonly #signal: AbortSignal;
  readonly #waiting = new Set<Waiting>();

  /** @param signal ends them all. */
  constructor(settings: Pick<ReleaseSettings, 'tiers'>, signal: AbortSignal) {
    this.#settings = settings;
    this.#signal = signal;
  }

  /** Starts a tier's process, where its tests wait for their turn. */
  begin(tier: Tier): void {
    if (this.#signal.aborted || !waitsForItsTurn(this.#settings.tiers[tier])) {
      return;
    }
    const turn = openTurn();
    if (turn === undefined) {
      return;
    }
    const environment = { TIER_TURN: turn.path };
    const started = startTier(tier, environment, this.#settings, this.#signal);
    const waiting = { tier, started, startedAt: performance.now(), hasEnded: false, ...turn };
    this.#waiting.add(waiting);
    void started.running.then(() => {
      waiting.hasEnded = true;
      turn.close();
    });
  }

  /**
   * Lets the tests of a tier's process run.
   *
   * @param environment theirs.
   * @returns undefined where none waits, or has waited for too long.
   */
  giveTurn(tier: Tier, environment: Environment): StartedTier | undefined {
    for (const waiting of this.#waiting) {
      if (waiting.tier === tier) {
        this.#waiting.delete(waiting);
        if (!waiting.hasEnded && performance.now() - waiting.startedAt < latestTurnMs) {
          waiting.giveTurn(environment);
          return waiting.started;
        }
        waiting.started.limit.abort();
      }
    }
    return undefined;
  }

  /** Ends those that had no turn. */
  async end(): Promise<void> {
    const left = [...this.#waiting];
    this.#waiting.clear();
    left.forEach(({ started }) => {
      started.limit.abort();
    });
    await Promise.all(left.map(({ started }) => started.running));
  }
}

function waitsForItsTurn(command: string): boolean {
  const [file, ...args] = parseCommandString(command);
  return (
    file === 'ava' &&
    !args.some((arg) => arg.startsWith('--config')) &&
    existsSync(avaConfig) &&
    readFileSync(avaConfig, 'utf8').includes('/await-turn.ts')
  );
}
