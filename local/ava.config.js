import { availableParallelism } from 'node:os';

/** Set by tests/suite/run-ava.ts, which counts by what ava itself counted. */
const isRecorded = 'AVA_SUMMARY_FILE' in process.env;

export default {
  files: ['tests/**/*.test.ts'],
  extensions: { ts: 'module' },
  nodeArguments: [],
  timeout: '5m',
  concurrency: Math.min(4, Math.max(2, Math.floor(availableParallelism() / 2))),
  workerThreads: false,
  ...(isRecorded ? (await import('./tests/suite/record-run.ts')).recording() : {}),
};
