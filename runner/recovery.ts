import type { StackOutputs } from '../infra/outputs.ts';
import { translateError } from './aws/errors.ts';
import type { ReleaseContext } from './context.ts';
import {
  ConflictError,
  exitStatus,
  PutBackError,
  ReleaseError,
  type ExitStatus,
} from './errors.ts';
import { formatPair } from './pair.ts';
import { putBack } from './promotion.ts';
import type { ProgramStack } from './pulumi.ts';
import type { Preflight } from './steps/preflight.ts';
import { acquireLock, type ReleaseLock } from './release-lock.ts';
import { pairOf, readTargets, type Target } from './target.ts';

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

  constructor(context: ReleaseContext) {
    this.#context = context;
  }

  readonly knowStack = (found: Preflight): Preflight => {
    this.#stack = found.stack;
    this.#interrupted = found.interrupted;
    return found;
  };

  knowOutputs(outputs: StackOutputs): void {
    this.#outputs = outputs;
  }

  knowLock(lock: ReleaseLock | undefined): void {
    this.#lock = lock;
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
    await this.#lockForInterrupted().catch(note);
    const targets = await this.#readTargets().catch(note);
    const now: Target[] = [];
    for (const target of [...(targets ?? [])].reverse()) {
      const restored = this.#mayWrite()
        ? await putBack(this.#context.clients, target, this.#context.id).catch(note)
        : undefined;
      putBackNames.push(...(restored ? [target.name] : []));
      now.unshift(restored ?? target);
    }
    return new FailedRelease(reason, {
      putBack: putBackNames.reverse(),
      problems,
      targets: targets && now,
    });
  }

  /** Gives the release lock back. */
  async end(): Promise<void> {
    await this.#lock?.release();
  }

  #mayWrite(): boolean {
    return this.#lock !== undefined && !this.#lock.isLost();
  }

  async #lockForInterrupted(): Promise<void> {
    const { clients, settings, id, isDryRun } = this.#context;
    if (this.#interrupted !== undefined && this.#lock === undefined && !isDryRun) {
      const { name } = settings.program.function;
      this.#lock = await acquireLock(clients.lambda, name, id, new AbortController());
    }
  }

  async #readTargets(): Promise<Target[] | undefined> {
    const outputs = this.#outputs ?? (await this.#stack?.outputs());
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
  const serving = targets?.map((target) => `${target.name} ${formatPair(pairOf(target))}`);
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
