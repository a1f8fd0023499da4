import type { StackOutputs } from '../stack/outputs.ts';
import { translateError } from './aws/aws-errors.ts';
import type { ReleaseContext } from './context.ts';
import {
  ConflictError,
  exitStatus,
  PutBackError,
  ReleaseError,
  type ExitStatus,
} from './errors.ts';
import { currentCommit } from './history/commit.ts';
import type { Identity } from './aws/identity.ts';
import { isSamePair, type Pair } from './traffic/pair.ts';
import { putBack } from './traffic/promotion.ts';
import type { ProgramStack } from './pulumi/program-stack.ts';
import type { Preflight } from './steps/preflight.ts';
import { outcomeOf, ReleaseLog } from './history/release-log.ts';
import type { ReleaseReport } from './release.ts';
import { acquireLock, type ReleaseLock } from './lock/release-lock.ts';
import { formatServed, journalOf, pairOf, readTargets, type Target } from './traffic/target.ts';

/** A release that stopped, with all that the last line has to say. */
export class FailedRelease extends Error {
  readonly reason: unknown;
  readonly status: ExitStatus;
  /** Names of the targets that were put back. */
  readonly putBack: readonly string[];
  /** As they are now; undefined when that could not be read. */
  readonly targets: readonly Target[] | undefined;

  constructor(reason: unknown, outcome: Outcome) {
    super(describeFailure(reason, outcome), { cause: reason });
    this.name = 'FailedRelease';
    this.reason = reason;
    this.putBack = outcome.putBack;
    this.targets = outcome.targets;
    this.status = statusOf(reason, outcome);
  }
}

interface Outcome {
  readonly putBack: readonly string[];
  /** What went wrong while putting back. */
  readonly problems: readonly ReleaseError[];
  readonly targets: readonly Target[] | undefined;
}

/** Knows what a release has come to hold, and leaves nothing half-done when it stops. */
export class Recovery {
  readonly #context: ReleaseContext;
  #stack: ProgramStack | undefined;
  #interrupted: string | undefined;
  #outputs: StackOutputs | undefined;
  #lock: ReleaseLock | undefined;
  #identity: Identity | undefined;
  #candidate: Pair | undefined;
  #ended: ReleaseReport | FailedRelease | undefined;
  readonly #log: ReleaseLog;

  constructor(context: ReleaseContext) {
    const { clients, settings, reporter } = context;
    this.#context = context;
    this.#log = new ReleaseLog(clients.logs, settings.program.function.name, (text) => {
      reporter.report({ kind: 'note', text });
    });
  }

  readonly knowStack = (found: Preflight): Preflight => {
    this.#stack = found.stack;
    this.#interrupted = found.interrupted;
    this.#identity = found.identity;
    return found;
  };

  knowOutputs(outputs: StackOutputs): void {
    this.#outputs = outputs;
  }

  knowLock(lock: ReleaseLock | undefined): void {
    this.#lock = lock;
    if (lock !== undefined) {
      const entry = { release: this.#context.id, kind: 'release' } as const;
      this.#log.started(async () => {
        const commit = await currentCommit();
        return { ...entry, ...(commit && { commit }), who: this.#identity?.arn ?? '' };
      });
    }
  }

  knowCandidate(candidate: Pair): Pair {
    this.#candidate = candidate;
    return candidate;
  }

  knowReport(report: ReleaseReport): ReleaseReport {
    this.#ended = report;
    return report;
  }

  /**
   * Puts back every target that is on trial, by this release or by one that was killed before it.
   *
   * @param error why the release stopped.
   * @returns what to throw.
   */
  async putBack(error: unknown): Promise<FailedRelease> {
    const { stop } = this.#context;
    const reason = translateError(stop.signal.aborted ? stop.signal.reason : error, 'releasing');
    const problems: ReleaseError[] = [];
    const putBackNames: string[] = [];
    const note = (problem: unknown): undefined => {
      problems.push(asPutBackError(problem));
    };
    const found = await this.#readTargets(reason).catch(
      this.#lock === undefined ? () => undefined : note,
    );
    const targets = (await this.#lockWhatIsLeft(reason, found).catch(note))
      ? await this.#readTargets(reason).catch(note)
      : found;
    const now: Target[] = [];
    for (const target of [...(targets ?? [])].reverse()) {
      const restored = this.#mayWrite()
        ? await putBack(this.#context.clients, target, this.#context.id).catch(note)
        : undefined;
      putBackNames.push(...(restored ? [target.name] : []));
      now.unshift(restored ?? target);
    }
    const failed = new FailedRelease(reason, {
      putBack: putBackNames.reverse(),
      problems,
      targets: targets && now,
    });
    this.#ended = failed;
    return failed;
  }

  /** Writes the end into the history, and gives the release lock back. */
  async end(): Promise<void> {
    if (this.#lock !== undefined) {
      await Promise.all([this.#writeEnd(), this.#lock.release()]);
    }
  }

  async #writeEnd(): Promise<void> {
    const ended = this.#ended;
    const { ignoredAlarms = [] } = this.#context;
    const candidate = this.#candidate;
    const hasFailed = ended instanceof FailedRelease;
    const serving = (ended?.targets ?? []).filter(
      (target) =>
        candidate !== undefined &&
        isSamePair(pairOf(target), candidate) &&
        journalOf(target)?.state === 'accepted',
    );
    await this.#log.ended({
      release: this.#context.id,
      outcome: hasFailed ? outcomeOf(ended.status) : (ended?.outcome ?? 'failed'),
      status: hasFailed ? ended.status : exitStatus.done,
      ...candidate,
      targets: serving.map(({ name }) => name),
      putBack: hasFailed ? [...ended.putBack] : [],
      ...(ignoredAlarms.length > 0 && { ignoredAlarms: [...ignoredAlarms] }),
    });
  }

  #mayWrite(): boolean {
    return this.#lock !== undefined && !this.#lock.isLost();
  }

  /**
   * Takes the lock for what a killed release left on trial, when this one stopped before it held it.
   *
   * @returns whether it was taken now; not when somebody else has it, who then clears up.
   */
  async #lockWhatIsLeft(reason: unknown, targets: readonly Target[] = []): Promise<boolean> {
    const { clients, settings, id, isDryRun } = this.#context;
    const isOnTrial = targets.some((target) => journalOf(target)?.state === 'trial');
    const isLeft =
      this.#interrupted !== undefined || (isOnTrial && !(reason instanceof ConflictError));
    if (!isLeft || this.#lock !== undefined || isDryRun) {
      return false;
    }
    const { name } = settings.program.function;
    try {
      this.knowLock(await acquireLock(clients.lambda, name, id, new AbortController()));
      return true;
    } catch (error) {
      if (error instanceof ConflictError) {
        return false;
      }
      throw error;
    }
  }

  async #readTargets(reason: unknown): Promise<Target[] | undefined> {
    // A release that met another one stopped before it knew its stack.
    const stack =
      this.#stack ?? (reason instanceof ConflictError && (await this.#context.openProgram()));
    const outputs = this.#outputs ?? (stack ? await stack.outputs() : undefined);
    const names = this.#context.settings.program.targets.map(({ name }) => name);
    return outputs && readTargets(this.#context.clients, outputs, names);
  }
}

function asPutBackError(problem: unknown): ReleaseError {
  const translated = translateError(problem, 'putting back');
  return translated instanceof ConflictError
    ? translated
    : new PutBackError(messageOf(translated), 'npm run status', { cause: problem });
}

function statusOf(reason: unknown, { problems }: Outcome): ExitStatus {
  if (problems.some((problem) => problem instanceof PutBackError)) {
    return exitStatus.notPutBack;
  }
  return (
    problems[0]?.status ?? (reason instanceof ReleaseError ? reason.status : exitStatus.environment)
  );
}

function describeFailure(reason: unknown, { putBack, problems, targets }: Outcome): string {
  const serving = targets?.map((target) => `${target.name} ${formatServed(target)}`);
  const next =
    problems[0]?.next ?? (reason instanceof ReleaseError ? reason.next : 'npm run status');
  return [
    messageOf(reason),
    ...problems.map(({ message }) => `Not put back: ${message}`),
    putBack.length > 0 ? `Put back: ${putBack.join(', ')}` : 'Nothing had to be put back',
    serving ? `Serving now: ${serving.join(', ')}` : 'Nothing is provisioned, or it cannot be read',
    `Next: ${next}`,
  ].join('. ');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
