import { availableParallelism } from 'node:os';

/** Set by local/tests/suite/run-ava.ts, which counts by what ava itself counted. */
const isRecorded = 'AVA_SUMMARY_FILE' in process.env;

export default {
  files: [
    'tests/**/*.test.ts',
    'local/tests/**/*.test.ts',
    // They need a target, and are run in a copy of the project that has one.
    '!tests/project/_fixtures/**',
  ],
  extensions: { ts: 'module' },
  nodeArguments: [],
  timeout: '5m',
  // One more than two cores: end-to-end tests wait for processes half of their time.
  concurrency: Math.min(4, Math.max(3, Math.floor(availableParallelism() / 2))),
  workerThreads: false,
  ...(isRecorded ? (await import('./local/tests/suite/record-run.ts')).recording() : {}),
};
