import { closeSync, openSync, writeSync } from 'node:fs';
import { UsageError } from '../errors.ts';

/** What happens in a release, in order; `--events FILE` writes each as a line of JSON. */
export type ReleaseEvent =
  | {
      readonly kind: 'release';
      readonly release: string;
      readonly stack: string;
      readonly dryRun: boolean;
    }
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'step-started'; readonly step: string; readonly title: string }
  | {
      readonly kind: 'step-ended';
      readonly step: string;
      readonly title: string;
      readonly outcome: StepOutcome;
      readonly durationMs: number;
      /** What came of it, in a few words. */
      readonly detail: string;
    }
  | { readonly kind: 'output'; readonly step: string; readonly text: string }
  | {
      readonly kind: 'ended';
      readonly outcome: string;
      readonly status: number;
      /** Why it failed. */
      readonly problem?: string;
    };

export type StepOutcome = 'done' | 'planned' | 'failed';

export interface Reporter {
  report(event: ReleaseEvent): void;
  close(): void;
}

/**
 * Writes events to a file, each with the time in ISO 8601.
 *
 * @throws {UsageError} when the file cannot be written.
 */
export function openEventFile(file: string): Reporter {
  const descriptor = open(file);
  return {
    report(event) {
      writeSync(descriptor, `${JSON.stringify({ at: new Date().toISOString(), ...event })}\n`);
    },
    close() {
      closeSync(descriptor);
    },
  };
}

function open(file: string): number {
  try {
    return openSync(file, 'w');
  } catch (error) {
    throw new UsageError(
      `The events file cannot be written: ${error instanceof Error ? error.message : String(error)}`,
      { text: 'name another file: --events FILE' },
      { cause: error },
    );
  }
}
