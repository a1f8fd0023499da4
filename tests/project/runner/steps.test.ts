import test from 'ava';
import type { ReleaseEvent } from '../../../runner/report/events.ts';
import { sideBySide, Steps } from '../../../runner/steps.ts';

function watch({ isDryRun = false } = {}) {
  const events: ReleaseEvent[] = [];
  const reporter = { report: (event: ReleaseEvent) => events.push(event), close: () => undefined };
  return { steps: new Steps(reporter, isDryRun), events };
}

/** As it is reported, without how long it took. */
const inShort = (event: ReleaseEvent) =>
  event.kind === 'step-ended'
    ? `${event.step} ${event.outcome}: ${event.detail}`
    : event.kind === 'step-started'
      ? `${event.step} started`
      : event.kind;

test('a step is told when it starts and when it ends, with what came of it', async (t) => {
  const { steps, events } = watch();
  const step = { id: 'a', title: 'Step A', run: () => Promise.resolve(7), detail: String };
  t.is(await steps.run(step), 7);
  t.deepEqual(events.map(inShort), ['a started', 'a done: 7']);
  t.like(steps.records, [{ step: 'a', title: 'Step A', detail: '7' }]);
  t.true((steps.records[0]?.durationMs ?? -1) >= 0);
});

test('a step that fails throws what it threw, and is in the records', async (t) => {
  const { steps, events } = watch();
  const fail = (title: string) => ({
    id: title,
    title,
    run: () => Promise.reject(new Error(`no ${title}`)),
    detail: () => 'never told',
  });
  await t.throwsAsync(steps.run(fail('a')), { message: 'no a' });
  await t.throwsAsync(steps.run(fail('b')), { message: 'no b' });
  t.deepEqual(events.map(inShort), ['a started', 'a failed: ', 'b started', 'b failed: ']);
  t.deepEqual(
    steps.records.map(({ step, outcome }) => [step, outcome]),
    [
      ['a', 'failed'],
      ['b', 'failed'],
    ],
  );
});

const writing = (run: () => Promise<string>) => ({
  id: 'w',
  title: 'Write',
  run,
  planned: { result: 'planned', detail: 'would write' },
});

test('in a dry run a step with a plan is not run', async (t) => {
  const { steps, events } = watch({ isDryRun: true });
  t.is(await steps.run(writing(() => Promise.reject(new Error('it ran')))), 'planned');
  t.deepEqual(events.map(inShort), ['w planned: would write']);
});

test('in a dry run a step without a plan is run, since it writes nothing', async (t) => {
  const { steps } = watch({ isDryRun: true });
  t.is(await steps.run({ id: 'r', title: 'Read', run: () => Promise.resolve('read') }), 'read');
});

test('in a real run a plan is no matter', async (t) => {
  const { steps } = watch();
  t.is(await steps.run(writing(() => Promise.resolve('written'))), 'written');
});

/** A step that goes on until it is stopped. */
function untilStopped(signal: AbortSignal, onStop: () => void): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => {
      setImmediate(() => {
        onStop();
        reject(new Error('stopped'));
      });
    });
  });
}

test('steps side by side give all that they give', async (t) => {
  const stop = new AbortController();
  const [one, two, three] = [Promise.resolve(1), Promise.resolve('2'), Promise.resolve(true)];
  t.deepEqual(await sideBySide(stop, one, two, three), [1, '2', true]);
  t.false(stop.signal.aborted);
});

test('when one of them fails the others are stopped, and waited for', async (t) => {
  const stop = new AbortController();
  const ended: string[] = [];
  const running = sideBySide(
    stop,
    untilStopped(stop.signal, () => ended.push('first')),
    Promise.reject(new Error('red')),
    untilStopped(stop.signal, () => ended.push('third')),
  );
  await t.throwsAsync(running, { message: 'red' });
  t.deepEqual(ended, ['first', 'third']);
  t.is((stop.signal.reason as Error).message, 'red');
});
