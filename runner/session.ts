import type { ReleaseContext } from './context.ts';
import type { ExitStatus } from './errors.ts';
import { currentCommit } from './history/commit.ts';
import { ReleaseLog } from './history/release-log.ts';
import { acquireLock, type ReleaseLock } from './lock/release-lock.ts';
import type { Pair } from './traffic/pair.ts';
import { hasAccepted, type Target } from './traffic/target.ts';

export type SessionContext = Pick<
  ReleaseContext,
  'clients' | 'settings' | 'id' | 'stop' | 'reporter' | 'ignoredAlarms'
>;

/** How a session ended. */
export interface Ending {
  readonly outcome: string;
  readonly status: ExitStatus;
  /** As they are now. */
  readonly targets: readonly Target[];
  /** Names of the targets that were put back. */
  readonly putBack: readonly string[];
}

/**
 * A release or a rollback while it is the only one that writes: from taking the release lock to
 * giving it back, both of which the history tells.
 */
export class Session {
  readonly lock: ReleaseLock;
  readonly #log: ReleaseLog;
  readonly #context: SessionContext;
  #pair: Pair | undefined;

  private constructor(context: SessionContext, lock: ReleaseLock, log: ReleaseLog) {
    this.#context = context;
    this.lock = lock;
    this.#log = log;
  }

  /**
   * Takes the lock, and begins to write into the history, so that traffic does not wait for it.
   *
   * @param who ARN of the caller.
   * @throws {LockedError} when another release or rollback is running.
   */
  static async open(
    context: SessionContext,
    kind: 'release' | 'rollback',
    who: string,
  ): Promise<Session> {
    const { clients, settings, id, stop, reporter } = context;
    const { name } = settings.program.function;
    const lock = await acquireLock(clients.lambda, name, id, stop);
    const log = new ReleaseLog(clients.logs, name, (text) => {
      reporter.report({ kind: 'note', text });
    });
    log.started(async () => {
      const commit = await currentCommit();
      return { release: id, kind, who, ...(commit && { commit }) };
    });
    return new Session(context, lock, log);
  }

  /** Tells the history which pair is promoted or restored. */
  about(pair: Pair): Pair {
    this.#pair = pair;
    return pair;
  }

  /** Writes the end into the history, and gives the lock back. It does not throw. */
  async close({ outcome, status, targets, putBack }: Ending): Promise<void> {
    const { id, ignoredAlarms = [] } = this.#context;
    const pair = this.#pair;
    const serving = targets.filter((target) => pair !== undefined && hasAccepted(target, pair));
    const ended = this.#log.ended({
      release: id,
      outcome,
      status,
      ...pair,
      targets: serving.map(({ name }) => name),
      putBack: [...putBack],
      ...(ignoredAlarms.length > 0 && { ignoredAlarms: [...ignoredAlarms] }),
    });
    await Promise.all([ended, this.lock.release()]);
  }
}
