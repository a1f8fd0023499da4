import { availableParallelism } from 'node:os';

/** Set by tests/project/suite/run-ava.ts, which counts by what ava itself counted. */
const summaryFile = process.env.AVA_SUMMARY_FILE;
delete process.env.AVA_SUMMARY_FILE; // A test may run ava itself.

async function observing(file) {
  const { recordRun } = await import('./tests/project/suite/record-run.ts');
  return {
    nonSemVerExperiments: { observeRunsFromConfig: true },
    observeRun: (run) => recordRun(run, file),
  };
}

export default {
  files: ['tests/**/*.test.ts'],
  extensions: { ts: 'module' },
  nodeArguments: [],
  timeout: '5m',
  concurrency: Math.min(4, Math.max(2, Math.floor(availableParallelism() / 2))),
  workerThreads: false,
  ...(summaryFile ? await observing(summaryFile) : {}),
};
