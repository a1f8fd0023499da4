import type { StackOutputs } from '../stack/outputs.ts';
import { translateError } from './aws/aws-errors.ts';
import { currentCommit } from './history/commit.ts';
import type { ReleaseContext } from './context.ts';
import { exitStatus, GateError, Interrupted, ReleaseError, type ExitStatus } from './errors.ts';
import type { Identity } from './aws/identity.ts';
import { formatPair, type Pair } from './traffic/pair.ts';
import { moveAlias } from './traffic/promotion.ts';
import { outcomeOf, ReleaseLog } from './history/release-log.ts';
import type { ReleaseLock } from './lock/release-lock.ts';
import { goBack } from './traffic/go-back.ts';
import { endJournal, type WayBack } from './traffic/way-back.ts';
import { takeLock } from './steps/lock.ts';
import { preflight } from './steps/preflight.ts';
import { chooseWayBack, readOutputs } from './steps/choose.ts';
import { testUrl, waitForUrl } from './steps/promote.ts';
import { pairOf, readTargets, type Target } from './traffic/target.ts';

export interface RollbackOptions {
  /** Name of the target. */
  readonly target: string;
  /** The version to go back to; undefined for the pair before. */
  readonly to: string | undefined;
}

export interface RollbackReport {
  readonly from: Pair;
  readonly target: Target;
}

/** A rollback that stopped, with all that the last line has to say. */
export class FailedRollback extends Error {
  readonly status: ExitStatus;
  readonly target: Target | undefined;

  constructor(reason: unknown, target: Target | undefined, next: string) {
    const message = reason instanceof Error ? reason.message : String(reason);
    const serving =
      target === undefined
        ? 'What is served now could not be read'
        : `Serving now: ${target.name} ${formatPair(pairOf(target))}`;
    super(`${message}. ${serving}. Next: ${next}`, { cause: reason });
    this.name = 'FailedRollback';
    this.target = target;
    this.status = reason instanceof ReleaseError ? reason.status : exitStatus.environment;
  }
}

/**
 * Takes a target back to a pair that it served before, tests it there, and records it. Traffic is
 * back before anything is tested, and stays back when the api tier is red: the pair passed its
 * gates when it was released. Killed at any point, the same command goes on.
 *
 * @throws {FailedRollback} when it stopped.
 */
export async function rollback(
  context: ReleaseContext,
  options: RollbackOptions,
): Promise<RollbackReport> {
  const work = new Rollback(context, options);
  try {
    return await work.run();
  } catch (error) {
    throw await work.fail(error);
  } finally {
    await work.end();
  }
}

class Rollback {
  readonly #context: ReleaseContext;
  readonly #options: RollbackOptions;
  readonly #log: ReleaseLog;
  #outputs: StackOutputs | undefined;
  #way: WayBack | undefined;
  #lock: ReleaseLock | undefined;
  #status: ExitStatus = exitStatus.done;
  #isBack = false;

  constructor(context: ReleaseContext, options: RollbackOptions) {
    const { clients, settings, reporter } = context;
    this.#context = context;
    this.#options = options;
    this.#log = new ReleaseLog(clients.logs, settings.program.function.name, (text) => {
      reporter.report({ kind: 'note', text });
    });
  }

  async run(): Promise<RollbackReport> {
    const { steps } = this.#context;
    const { stack, identity } = await steps.run(preflight(this.#context));
    const outputs = await steps.run(readOutputs(this.#context, stack));
    this.#outputs = outputs;
    const way = await steps.run(chooseWayBack(this.#context, outputs, this.#options));
    this.#way = way;

    this.#lock = await steps.run(takeLock(this.#context));
    this.#writeStart(identity);
    const moved = await steps.run(this.#move(way));
    this.#isBack = true;

    const judgement = await this.#judge(moved, way.goal);
    const target = await steps.run(this.#record(moved, way));
    if (judgement !== undefined) {
      throw judgement;
    }
    return { from: way.from, target };
  }

  /** @returns what to throw. */
  async fail(error: unknown): Promise<FailedRollback> {
    const { stop } = this.#context;
    const reason = translateError(stop.signal.aborted ? stop.signal.reason : error, 'rolling back');
    const target = await this.#readAgain().catch(() => undefined);
    const failed = new FailedRollback(this.#explain(reason), target, this.#next(reason));
    this.#status = failed.status;
    return failed;
  }

  /** Writes the end into the history, and gives the release lock back. */
  async end(): Promise<void> {
    if (this.#lock === undefined) {
      return;
    }
    const isDone = this.#status === exitStatus.done;
    const ended = this.#log.ended({
      release: this.#context.id,
      outcome: isDone ? 'rolled back' : outcomeOf(this.#status),
      status: this.#status,
      ...this.#way?.goal,
      targets: this.#isBack ? [this.#options.target] : [],
      putBack: [],
    });
    await Promise.all([ended, this.#lock.release()]);
  }

  /** Begins to write, so that traffic does not wait for it. */
  #writeStart({ arn }: Identity): void {
    const entry = { release: this.#context.id, kind: 'rollback', who: arn } as const;
    this.#log.started(async () => {
      const commit = await currentCommit();
      return { ...entry, ...(commit && { commit }) };
    });
  }

  #move(way: WayBack) {
    const { clients, id } = this.#context;
    const { target, from, goal } = way;
    return {
      id: `rollback-${target.name}`,
      title: `roll back ${target.name}`,
      run: () => goBack(clients, way, id),
      detail: () => `${formatPair(from)} to ${formatPair(goal)}`,
    };
  }

  /** @returns why the restored pair is red, if it is. */
  async #judge(target: Target, goal: Pair): Promise<GateError | undefined> {
    const { steps } = this.#context;
    try {
      await steps.run(waitForUrl(this.#context, target, goal));
      await steps.run(testUrl(this.#context, target, goal));
      return undefined;
    } catch (error) {
      if (error instanceof GateError) {
        return error;
      }
      throw error;
    }
  }

  #record(target: Target, way: WayBack) {
    const { clients, id } = this.#context;
    return {
      id: `record-${target.name}`,
      title: `record on ${target.name}`,
      run: async () => ({
        ...target,
        alias: await moveAlias(clients, target, way.goal.version, endJournal(way, id)),
      }),
    };
  }

  async #readAgain(): Promise<Target | undefined> {
    const { target } = this.#options;
    const isKnown = this.#outputs?.targets[target] !== undefined;
    const [now] =
      this.#outputs !== undefined && isKnown
        ? await readTargets(this.#context.clients, this.#outputs, [target])
        : [];
    return now;
  }

  #explain(reason: unknown): unknown {
    if (!(reason instanceof GateError) || this.#way === undefined) {
      return reason instanceof Interrupted
        ? new Interrupted('The rollback was interrupted', this.#command())
        : reason;
    }
    const pair = formatPair(this.#way.goal);
    return new GateError(
      `${reason.message}. Target ${this.#options.target} stays on ${pair}, which passed its gates when it was released`,
      reason.next,
    );
  }

  #next(reason: unknown): string {
    if (reason instanceof GateError) {
      const [earlier] = this.#way?.before ?? [];
      const look = `npm run test:api -- --target ${this.#options.target}`;
      return earlier === undefined
        ? look
        : `${look}; to go on to ${formatPair(earlier)}: npm run rollback -- --target ${this.#options.target}`;
    }
    return reason instanceof ReleaseError && !(reason instanceof Interrupted)
      ? reason.next
      : this.#command();
  }

  #command(): string {
    const { target, to } = this.#options;
    return `npm run rollback -- --target ${target}${to === undefined ? '' : ` --to ${to}`}`;
  }
}
