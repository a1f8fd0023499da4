import type { ReleaseContext } from './context.ts';
import type { ExitStatus } from './errors.ts';
import { ReleaseLog } from './history/release-log.ts';
import type { FreeLock } from './lock/free-lock.ts';
import type { ReleaseLock } from './lock/held-lock.ts';
import { acquireLock } from './lock/take-lock.ts';
import type { Pair } from '../stack/pair.ts';
import { hasAccepted, type Target } from './traffic/target.ts';

export type SessionContext = Pick<
  ReleaseContext,
  | 'clients'
  | 'writers'
  | 'settings'
  | 'id'
  | 'source'
  | 'stop'
  | 'reporter'
  | 'history'
  | 'ignoredAlarms'
  | 'skipped'
>;

/** What a session is about. */
interface Subject {
  /** The candidate, or what a rollback restores. */
  readonly pair: Pair;
  /** Of the version's code, as Lambda tells it. */
  readonly codeSha256: string | undefined;
}

/** Who began a session, and what for. */
export interface Beginning {
  readonly kind: 'release' | 'rollback';
  /** ARN of the caller. */
  readonly who: string;
  /** Name of the target that this release approves. */
  readonly approves?: string | undefined;
}

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
  #subject: Subject | undefined;

  private constructor(context: SessionContext, lock: ReleaseLock, log: ReleaseLog) {
    this.#context = context;
    this.lock = lock;
    this.#log = log;
  }

  /**
   * Takes the lock, and begins to write into the history, so that traffic does not wait for it.
   *
   * @param found the lock as it was found a while ago, which saves looking for it.
   * @throws {LockedError} when another release or rollback is running.
   */
  static async open(
    context: SessionContext,
    { kind, who, approves }: Beginning,
    found?: FreeLock,
  ): Promise<Session> {
    const { clients, writers, settings, id, source, stop, reporter, history } = context;
    const { name } = settings.program.function;
    const lock = await acquireLock(clients.lambda, name, id, stop, {
      reads: writers.propagation,
      found,
    });
    writers.propagation.begin();
    history?.begin();
    const log = new ReleaseLog(clients.logs, name, (text) => {
      reporter.report({ kind: 'note', text });
    });
    log.started(async () => {
      const { commit, committedAt } = await source();
      return {
        release: id,
        kind,
        who,
        ...(commit && { commit }),
        ...(committedAt && { committedAt }),
        ...(approves !== undefined && { approves }),
      };
    });
    return new Session(context, lock, log);
  }

  /** Tells the history which pair is promoted or restored. */
  about(subject: Subject): void {
    this.#subject = subject;
    const { pair, codeSha256 } = subject;
    this.#context.reporter.report({
      kind: 'candidate',
      ...pair,
      ...(codeSha256 !== undefined && { codeSha256 }),
    });
  }

  /** Writes the end into the history, and gives the lock back. It does not throw. */
  async close({ outcome, status, targets, putBack }: Ending): Promise<void> {
    const { id, history, ignoredAlarms = [], skipped = [] } = this.#context;
    const { pair, codeSha256 } = this.#subject ?? {};
    const serving = targets.filter((target) => pair !== undefined && hasAccepted(target, pair));
    const ended = this.#log.ended({
      release: id,
      outcome,
      status,
      ...pair,
      ...(codeSha256 !== undefined && { codeSha256 }),
      targets: serving.map(({ name }) => name),
      putBack: [...putBack],
      ...(ignoredAlarms.length > 0 && { ignoredAlarms: [...ignoredAlarms] }),
      ...(skipped.length > 0 && { skipped: [...skipped] }),
    });
    const [record] = await Promise.all([ended, this.lock.release()]);
    history?.end(record);
  }
}
