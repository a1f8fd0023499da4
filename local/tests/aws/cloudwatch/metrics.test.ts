import { appendFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import test from 'ava';
import { readPeriods } from '../../../aws/cloudwatch/datapoints.ts';
import { MetricStore } from '../../../aws/cloudwatch/metrics.ts';
import { temporaryFolder } from '../../_helpers/temporary-folder.ts';
import { minuteMs } from './_metrics.ts';

const id = { namespace: 'AWS/Lambda', name: 'Duration', dimensions: { FunctionName: 'greeting' } };

function put(store: MetricStore, value: number, timestampMs: number): void {
  store.put(id.namespace, id.name, id.dimensions, value, timestampMs, 'Milliseconds');
}

function sumOfAll(store: MetricStore): number {
  const range = { start: 0, end: 1e15, periodMs: 1e15 };
  return readPeriods(store, id, range, undefined)[0]?.distribution.sum ?? 0;
}

test('the periods of any range hold what a plain list of the samples holds', async (t) => {
  const dir = await temporaryFolder(t);
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 30 * minuteMs }), fc.integer({ max: 99 })), {
        maxLength: 60,
      }),
      fc.integer({ min: 0, max: 20 }),
      fc.integer({ min: 1, max: 7 }),
      async (samples, startMinute, periodMinutes) => {
        const store = new MetricStore(join(dir, String((run += 1))));
        for (const [offset, value] of samples) {
          put(store, value, offset);
        }
        const start = startMinute * minuteMs;
        const periodMs = periodMinutes * minuteMs;
        const found = readPeriods(
          store,
          id,
          { start, end: start + 3 * periodMs, periodMs },
          'Milliseconds',
        );
        const expected = [0, 1, 2].flatMap((index) => {
          const from = start + index * periodMs;
          const inside = samples
            .filter(([offset]) => offset >= from && offset < from + periodMs)
            .map(([, value]) => value);
          return inside.length === 0
            ? []
            : [
                {
                  start: from,
                  count: inside.length,
                  sum: inside.reduce((total, value) => total + value, 0),
                },
              ];
        });
        t.deepEqual(
          found.map(({ start: from, distribution: { count, sum } }) => ({
            start: from,
            count,
            sum,
          })),
          expected,
        );
        await store.close();
      },
    ),
    { numRuns: 50 },
  );
});

test('what was flushed is there in another process, without a close, and is added to', async (t) => {
  const dir = await temporaryFolder(t);
  const first = new MetricStore(dir);
  t.teardown(() => first.close());
  put(first, 1, 1000);
  first.flush();
  const second = new MetricStore(dir);
  t.teardown(() => second.close());
  put(second, 2, 2000);
  t.is(sumOfAll(second), 3);
  put(second, 4, 3000);
  t.is(sumOfAll(second), 7);
});

test('a line that a kill cut short is left out', async (t) => {
  const dir = await temporaryFolder(t);
  const store = new MetricStore(dir);
  put(store, 1, 1000);
  await store.close();
  await appendFile(join(dir, 'metrics.ndjson'), '{"namespace":"AWS/La');
  const next = new MetricStore(dir);
  put(next, 2, 2000);
  await next.close();
  const last = new MetricStore(dir);
  t.teardown(() => last.close());
  t.is(sumOfAll(last), 3);
});

test('many writes are compacted on load without losing a value, and what is too old goes', async (t) => {
  const dir = await temporaryFolder(t);
  const store = new MetricStore(dir, { retentionMs: 10 * minuteMs });
  put(store, 1000, 0);
  for (let index = 0; index < 2000; index += 1) {
    put(store, 1, 60 * minuteMs + index);
    store.flush();
  }
  await store.close();
  const before = (await stat(join(dir, 'metrics.ndjson'))).size;
  const next = new MetricStore(dir, { retentionMs: 10 * minuteMs });
  t.is(sumOfAll(next), 2000);
  await next.close();
  t.true((await stat(join(dir, 'metrics.ndjson'))).size < before / 100);
  const last = new MetricStore(dir);
  t.teardown(() => last.close());
  t.is(sumOfAll(last), 2000);
});
