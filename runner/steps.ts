import type { AtMost, Reporter, StepOutcome } from './report/events.ts';

/** A step that was run, for the report. */
export interface StepRecord {
  readonly step: string;
  readonly title: string;
  readonly outcome: StepOutcome;
  readonly durationMs: number;
  readonly detail: string;
}

export interface Step<T> {
  /** Stable name, for `--events`. */
  readonly id: string;
  readonly title: string;
  /** How long it may take, and what for. */
  readonly atMost?: AtMost;
  readonly run: () => Promise<T>;
  /** What came of it, in a few words. */
  readonly detail?: (result: T) => string;
  /** Steps that write have a plan: what a dry run shows and goes on with instead of running. */
  readonly planned?: { readonly result: T; readonly detail: string };
}

/** Runs the steps of a release, and tells a reporter about each. */
export class Steps {
  readonly records: StepRecord[] = [];
  readonly #reporter: Reporter;
  readonly #isDryRun: boolean;

  constructor(reporter: Reporter, isDryRun: boolean) {
    this.#reporter = reporter;
    this.#isDryRun = isDryRun;
  }

  async run<T>({ id, title, atMost, run, detail, planned }: Step<T>): Promise<T> {
    const startedAt = performance.now();
    const end = (outcome: StepOutcome, text: string) => {
      const durationMs = Math.round(performance.now() - startedAt);
      const record = { step: id, title, outcome, durationMs, detail: text };
      this.#reporter.report({ kind: 'step-ended', ...record });
      this.records.push(record);
    };
    if (this.#isDryRun && planned !== undefined) {
      end('planned', planned.detail);
      return planned.result;
    }
    this.#reporter.report({
      kind: 'step-started',
      step: id,
      title,
      ...(atMost && { atMost }),
    });
    try {
      const result = await run();
      end('done', detail?.(result) ?? '');
      return result;
    } catch (error) {
      end('failed', '');
      throw error;
    }
  }
}

/**
 * Waits for steps that run side by side. When one fails the others are stopped, and waited for, so
 * that nothing goes on in the background.
 *
 * @param stop what the steps stop for.
 * @throws {Error} what the first of them threw.
 */
export async function sideBySide<Results extends readonly unknown[]>(
  stop: AbortController,
  ...steps: { readonly [K in keyof Results]: Promise<Results[K]> }
): Promise<Results> {
  const all: Promise<Results> = Promise.all(steps);
  all.catch((error: unknown) => {
    stop.abort(error);
  });
  await Promise.allSettled(steps);
  return all;
}
