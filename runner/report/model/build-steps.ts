import type { StepOutcome } from '../events.ts';
import type { ReportData } from './report-data.ts';

type StepData = ReportData['steps'][number];

/** A step that began, and how it ended. */
export interface Started {
  readonly step: string;
  readonly title: string;
  readonly startMs: number;
  readonly end?: {
    readonly outcome: StepOutcome;
    readonly durationMs: number;
    readonly detail: string;
  };
}

/** How long two steps must have run at the same time to have been side by side; ends are told late. */
const leastOverlapMs = 5;

/**
 * The steps of a run on its time line.
 *
 * @param durationMs of the run: what was not told to end lasted until then.
 */
export function buildSteps(started: readonly Started[], durationMs: number): StepData[] {
  const steps = started.map(({ step, title, startMs, end }) => ({
    step,
    title,
    outcome: end?.outcome ?? ('unfinished' as const),
    detail: end?.detail ?? '',
    startMs,
    durationMs: end?.durationMs ?? Math.max(0, durationMs - startMs),
  }));
  return steps.map((step) => ({
    ...step,
    beside: steps
      .filter((other) => other !== step && overlap(step, other) >= leastOverlapMs)
      .map((other) => other.step),
  }));
}

type Span = Pick<StepData, 'startMs' | 'durationMs'>;

function overlap(one: Span, other: Span): number {
  const end = Math.min(one.startMs + one.durationMs, other.startMs + other.durationMs);
  return end - Math.max(one.startMs, other.startMs);
}
