import test, { type ExecutionContext } from 'ava';
import type { Event } from 'ava/internal';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { recordRun } from './record-run.ts';
import { slowest, type Summary, summarySchema } from './summary.ts';

type Stats = Extract<Event, { type: 'stats' }>['stats'];

const nothing: Stats = {
  byFile: new Map(),
  declaredTests: 0,
  failedHooks: 0,
  failedTests: 0,
  failedWorkers: 0,
  files: 1,
  parallelRuns: undefined,
  finishedWorkers: 0,
  internalErrors: 0,
  remainingTests: 0,
  passedKnownFailingTests: 0,
  passedTests: 0,
  selectedTests: 0,
  sharedWorkerErrors: 0,
  skippedTests: 0,
  timedOutTests: 0,
  timeouts: 0,
  todoTests: 0,
  uncaughtExceptions: 0,
  unhandledRejections: 0,
};

async function record(t: ExecutionContext, events: readonly Event[]): Promise<Summary> {
  const folder = mkdtempSync(join(tmpdir(), 'record-run-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'summary.json');
  const iterator = (async function* () {
    yield* await Promise.resolve(events);
  })();
  await recordRun({ events: iterator }, path);
  return summarySchema.parse(JSON.parse(readFileSync(path, 'utf8')));
}

const statsEvent = (stats: Partial<Stats>): Event => ({
  type: 'stats',
  stats: { ...nothing, ...stats },
});

test('the last count is the one that is written', async (t) => {
  const events = [statsEvent({ passedTests: 1 }), statsEvent({ passedTests: 2, failedTests: 1 })];
  const { passed, failed } = await record(t, events);
  t.deepEqual({ passed, failed }, { passed: 2, failed: 1 });
});

const failures: (keyof Stats)[] = [
  'failedTests',
  'remainingTests',
  'failedHooks',
  'failedWorkers',
  'internalErrors',
  'sharedWorkerErrors',
  'uncaughtExceptions',
  'unhandledRejections',
];

for (const kind of failures) {
  test(`counts as failed: ${kind}`, async (t) => {
    t.is((await record(t, [statsEvent({ [kind]: 2 })])).failed, 2);
  });
}

test('a skipped test is neither passed nor failed', async (t) => {
  const { passed, failed, skipped } = await record(t, [statsEvent({ skippedTests: 1 })]);
  t.deepEqual({ passed, failed, skipped }, { passed: 0, failed: 0, skipped: 1 });
});

test('every file that told of something is listed by its path from the root', async (t) => {
  const testFile = resolve('tests/unit/x.test.ts');
  const { files } = await record(t, [
    { type: 'declared-test', title: 'x', knownFailing: false, todo: false, testFile },
    { type: 'worker-finished', forcedExit: false, testFile },
  ]);
  t.deepEqual(
    files.map(({ file }) => file),
    ['tests/unit/x.test.ts'],
  );
});

test('the slowest come first', (t) => {
  const files = [1, 30, 20].map((durationMs) => ({ file: `${String(durationMs)}.ts`, durationMs }));
  t.deepEqual(
    slowest(files, 2).map(({ durationMs }) => durationMs),
    [30, 20],
  );
});
