import { translateError } from './aws/aws-errors.ts';
import { ReleaseError } from './errors.ts';
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

/** The name of a step that runs in several regions, in one of them: `promote-prod@us-east-1`. */
export function stepIn(region: string, id: string): string {
  return `${id}@${region}`;
}

/** Runs the steps of a release, and tells a reporter about each. */
export class Steps {
  readonly records: StepRecord[];
  readonly #reporter: Reporter;
  readonly #isDryRun: boolean;
  readonly #region: string | undefined;

  constructor(
    reporter: Reporter,
    isDryRun: boolean,
    part: { readonly records: StepRecord[]; readonly region?: string } = { records: [] },
  ) {
    this.#reporter = reporter;
    this.#isDryRun = isDryRun;
    this.records = part.records;
    this.#region = part.region;
  }

  /** Steps of the same run that are told to be in a region. */
  in(region: string): Steps {
    return new Steps(this.#reporter, this.#isDryRun, { records: this.records, region });
  }

  async run<T>(step: Step<T>): Promise<T> {
    const { atMost, run, detail, planned } = step;
    const region = this.#region;
    const id = region === undefined ? step.id : stepIn(region, step.id);
    const title = region === undefined ? step.title : `${step.title} in ${region}`;
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
      throw region === undefined ? error : errorIn(region, error, step.title);
    }
  }
}

/** So that people know where it happened. */
function errorIn(region: string, error: unknown, title: string): unknown {
  return error instanceof ReleaseError
    ? error.in(region)
    : translateError(error, `${title} in ${region}`);
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
