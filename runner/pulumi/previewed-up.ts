import type { EngineEvent, PulumiCommand } from '@pulumi/pulumi/automation/index.js';
import type { EngineLog, PlannedChange } from './engine-log.ts';
import type { Plan } from './program-stack.ts';

interface Asked {
  /** What the engine planned, once its preview has ended. */
  readonly planOf: (log: EngineLog) => Plan;
  /** Is told it before anything is changed. */
  readonly agree: (plan: Plan) => Promise<boolean>;
  readonly onChanged?: ((change: PlannedChange) => void) | undefined;
}

/**
 * One start of `pulumi up` with its preview. The engine runs the program for each of the two, and registers nothing of
 * the second before that says so: there it waits until somebody agreed to what the first one told.
 */
export class PreviewedUp {
  readonly #asked: Asked;
  #plan: Plan | undefined;
  #isRefused = false;

  constructor(asked: Asked) {
    this.#asked = asked;
  }

  /** Whether it ended because nobody agreed. */
  get isRefused(): boolean {
    return this.#isRefused;
  }

  /** What the engine tells, into a log that has in the end only what was changed. */
  note(log: EngineLog, event: EngineEvent): void {
    log.add(event);
    // The last of the preview.
    if (event.summaryEvent !== undefined && this.#plan === undefined) {
      this.#plan = this.#asked.planOf(log);
      log.forgetSteps();
      log.onChanged = this.#asked.onChanged;
    }
  }

  /**
   * Before the program begins to change things.
   *
   * @throws {Error} when it must not.
   */
  async waitForAgreement(signal: AbortSignal): Promise<void> {
    this.#isRefused = this.#plan === undefined || !(await this.#asked.agree(this.#plan));
    signal.throwIfAborted();
    if (this.#isRefused) {
      throw new Error('What the preview told was not agreed to');
    }
  }
}

/**
 * Whether all that a preview tells has come when the engine goes on: newer CLIs wait for that, older ones write a file,
 * and begin it anew (`startEventLogger` of github.com/pulumi/pulumi).
 */
export function tellsEventsInOrder({ version }: PulumiCommand): boolean {
  return version !== null && version.compare('3.205.0') > 0;
}
