import type { ReleaseEvent, Reporter } from './events.ts';

/** An event, and when it was told, in ISO 8601. */
export type TimedEvent = ReleaseEvent & { readonly at: string };

export interface Recorder extends Reporter {
  readonly events: readonly TimedEvent[];
}

/** Keeps the events of a run for its report. */
export function createRecorder(now: () => Date = () => new Date()): Recorder {
  const events: TimedEvent[] = [];
  return {
    events,
    report(event) {
      events.push({ at: now().toISOString(), ...event });
    },
    close: () => undefined,
  };
}
