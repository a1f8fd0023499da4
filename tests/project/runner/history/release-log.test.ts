import {
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { mock } from 'node:test';
import test, { type ExecutionContext } from 'ava';
import {
  readReleaseLog,
  ReleaseLog,
  type Ended,
  type ReleaseRecord,
  type Started,
} from '../../../../runner/history/release-log.ts';
import { releaseLogGroup } from '../../../../stack/names.ts';
import { createContext } from '../../behaviour/release/_release.ts';
import { createStack, functionName } from '../../behaviour/release/_stack.ts';

const logGroupName = releaseLogGroup(functionName);

async function openLog(t: ExecutionContext) {
  const stack = await createStack(t);
  const { logs } = createContext(t, stack, {
    bundle: { zip: Buffer.alloc(0), codeSha256: '' },
  }).clients;
  const warnings: string[] = [];
  return {
    stack,
    logs,
    warnings,
    log: new ReleaseLog(logs, functionName, (text) => warnings.push(text)),
    read: async () => {
      const records: ReleaseRecord[] = [];
      for await (const record of readReleaseLog(logs, functionName)) {
        records.push(record);
      }
      return records;
    },
    /** Writes events as a release of another day would have, into the stream of its month. */
    write: async (logStreamName: string, ...events: (readonly [at: Date, event: object])[]) => {
      const stream = { logGroupName, logStreamName };
      await stack.clients.logs.send(new CreateLogStreamCommand(stream));
      const logEvents = events.map(([at, event]) => ({
        timestamp: at.getTime(),
        message: JSON.stringify(event),
      }));
      await stack.clients.logs.send(new PutLogEventsCommand({ ...stream, logEvents }));
    },
  };
}

const started = (release: string): Started => ({ release, kind: 'release', who: 'arn:x' });
const ended = (release: string): Ended => ({
  release,
  outcome: 'released',
  status: 0,
  version: '7',
  deployment: 'new',
  targets: ['stage', 'prod'],
  putBack: [],
});

test('what a release tells at its beginning and its end is read as one record', async (t) => {
  const { log, read, warnings } = await openLog(t);
  const before = Date.now();
  log.started(() => Promise.resolve({ ...started('r1'), commit: 'abc' }));
  await log.ended(ended('r1'));
  const [record, ...others] = await read();
  t.deepEqual(others, []);
  t.like(record, { release: 'r1', started: { ...started('r1'), commit: 'abc' } });
  t.like(record?.ended, ended('r1'));
  for (const at of [record?.started?.at, record?.ended?.at]) {
    t.true(at !== undefined && at.getTime() >= before && at.getTime() <= Date.now());
  }
  t.deepEqual(warnings, []);
});

test('the beginning does not wait, and the end comes after it', async (t) => {
  const { log, read, stack } = await openLog(t);
  stack.aws.calls.clear();
  log.started(() => Promise.resolve(started('r1')));
  t.deepEqual(stack.aws.calls.list(), [], 'nothing was waited for');
  await log.ended(ended('r1'));
  const [record] = await read();
  t.truthy(record?.started);
  t.truthy(record?.ended);
});

test('the first release of a month makes its stream', async (t) => {
  const { log, stack } = await openLog(t);
  stack.aws.calls.clear();
  log.started(() => Promise.resolve(started('r1')));
  await log.ended(ended('r1'));
  t.deepEqual(
    stack.aws.calls.list().map(({ operation }) => operation),
    ['PutLogEvents', 'CreateLogStream', 'PutLogEvents', 'PutLogEvents'],
  );
});

test('a record that cannot be written is a warning, and no error', async (t) => {
  const { log, stack, warnings } = await openLog(t);
  await stack.clients.logs.send(new DeleteLogGroupCommand({ logGroupName }));
  log.started(() => Promise.resolve(started('r1')));
  await t.notThrowsAsync(log.ended(ended('r1')));
  t.is(warnings.length, 2);
});

/** Does something at once by a clock that is off. */
function whileOff<T>(days: number, act: () => T): T {
  mock.timers.enable({ apis: ['Date'], now: Date.now() + days * 86_400_000 });
  try {
    return act();
  } finally {
    mock.timers.reset();
  }
}

test('an entry whose time CloudWatch Logs rejects is a warning', async (t) => {
  const { log, read, warnings } = await openLog(t);
  whileOff(-20, () => {
    log.started(() => Promise.resolve(started('r1')));
  });
  await whileOff(1, () => log.ended(ended('r1')));
  t.is(warnings.length, 2);
  for (const warning of warnings) {
    t.regex(warning, /: CloudWatch Logs rejects its time, \S+Z; check the clock of this machine$/);
  }
  t.deepEqual(await read(), []);
});

test('an account of rejected events that names none rejects nothing', async (t) => {
  const { log, logs, read, warnings } = await openLog(t);
  logs.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      Object.assign(result.output, { rejectedLogEventsInfo: {} });
      return result;
    },
    { step: 'initialize' },
  );
  log.started(() => Promise.resolve(started('r1')));
  await log.ended(ended('r1'));
  t.deepEqual(warnings, []);
  t.is((await read()).length, 1);
});

test('an entry that cannot be made is a warning, and the end is written', async (t) => {
  const { log, read, warnings } = await openLog(t);
  log.started(() => Promise.reject(new Error('no git here')));
  await log.ended(ended('r1'));
  t.regex(warnings.join(), /no git here/);
  const [record] = await read();
  t.is(record?.started, undefined);
  t.is(record?.ended?.release, 'r1');
});

test('releases are read newest first, over the months', async (t) => {
  const { read, write } = await openLog(t);
  const at = (hoursAgo: number) => new Date(Date.now() - hoursAgo * 3_600_000);
  await write(
    '2026/09',
    [at(9), { event: 'started', ...started('a') }],
    [at(8), { event: 'ended', ...ended('a') }],
    [at(7), { event: 'started', ...started('b') }],
  );
  await write('2026/10', [at(6), { event: 'started', ...started('c') }]);
  const records = await read();
  t.deepEqual(
    records.map(({ release, ended: end }) => [release, end?.outcome]),
    [
      ['c', undefined],
      ['b', undefined],
      ['a', 'released'],
    ],
  );
});

test('an end whose beginning has expired is told last', async (t) => {
  const { read, write } = await openLog(t);
  const now = new Date();
  await write(
    '2026/10',
    [now, { event: 'ended', ...ended('old') }],
    [now, { event: 'started', ...started('new') }],
  );
  t.deepEqual(
    (await read()).map(({ release, started: begun }) => [release, begun !== undefined]),
    [
      ['new', true],
      ['old', false],
    ],
  );
});

test('what the runner did not write is passed over', async (t) => {
  const { read, write } = await openLog(t);
  const now = new Date();
  await write(
    '2026/10',
    [now, { event: 'started', release: 'no kind' }],
    [now, { hello: 'world' }],
    [now, { event: 'started', ...started('r1') }],
  );
  t.deepEqual(
    (await read()).map(({ release }) => release),
    ['r1'],
  );
});

test('before the log group exists there is no history', async (t) => {
  const { read, stack } = await openLog(t);
  await stack.clients.logs.send(new DeleteLogGroupCommand({ logGroupName }));
  t.deepEqual(await read(), []);
});
