import { basename } from 'node:path';

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
  // More than two cores: end-to-end tests wait for processes half of their time. By their names those that wait and
  // those that compute run side by side.
  concurrency: 4,
  sortTestFiles: (left, right) => basename(left).localeCompare(basename(right), 'en'),
  workerThreads: false,
  // A release starts a tier while the step before it still runs.
  require: 'TIER_TURN' in process.env ? ['./runner/gates/await-turn.ts'] : [],
  ...(isRecorded ? (await import('./local/tests/suite/record-run.ts')).recording() : {}),
};
