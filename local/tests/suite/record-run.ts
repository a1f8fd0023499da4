// Runs inside ava's own process (ava.config.js) and follows its events, so that what is counted is what ava
// counted, and the reporter that people read stays as it is.

import type { Event, ObservedRun } from 'ava/internal';
import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Summary } from './summary.ts';

type Stats = Extract<Event, { type: 'stats' }>['stats'];

/** All that makes ava's exit status 1. A test that never ended is one that failed. */
const countFailed = (stats: Stats): number =>
  stats.failedTests +
  stats.remainingTests +
  stats.failedHooks +
  stats.failedWorkers +
  stats.internalErrors +
  stats.sharedWorkerErrors +
  stats.uncaughtExceptions +
  stats.unhandledRejections;

function toSummary(stats: Stats | undefined, durations: ReadonlyMap<string, number>): Summary {
  const files = [...durations].map(([file, durationMs]) => ({
    file: relative(process.cwd(), file),
    durationMs,
  }));
  if (stats === undefined) {
    return { passed: 0, failed: 0, skipped: 0, files };
  }
  return {
    passed: stats.passedTests,
    failed: countFailed(stats),
    skipped: stats.skippedTests + stats.todoTests + stats.passedKnownFailingTests,
    files,
  };
}

/**
 * What ava's configuration gets so that run-ava.ts has its summary, in the file that `AVA_SUMMARY_FILE` names.
 * A test may run ava itself, so the variable is gone then.
 */
export function recording() {
  const file = process.env.AVA_SUMMARY_FILE ?? '';
  delete process.env.AVA_SUMMARY_FILE;
  return {
    nonSemVerExperiments: { observeRunsFromConfig: true },
    observeRun: (run: ObservedRun) => recordRun(run, file),
  };
}

/**
 * Writes a {@link Summary} to `path` as JSON when the run ends. A file's time is from its first event (ava
 * tells of no earlier one: its tests are declared) to its last.
 */
export async function recordRun(run: ObservedRun, path: string): Promise<void> {
  const started = new Map<string, number>();
  const durations = new Map<string, number>();
  let stats: Stats | undefined;
  for await (const event of run.events) {
    if (event.type === 'stats') {
      stats = event.stats;
    }
    if (!('testFile' in event)) {
      continue;
    }
    const since = started.get(event.testFile) ?? performance.now();
    started.set(event.testFile, since);
    durations.set(event.testFile, performance.now() - since);
  }
  writeFileSync(path, JSON.stringify(toSummary(stats, durations)));
}
