import { mock } from 'node:test';
import test from 'ava';
import { Propagation } from '../../../../runner/traffic/propagation.ts';

const oldStage = { deploymentId: 'old', alias: 'PROD' };

/** A run whose time is told, and passes by waiting only. */
function startAt(begin: number) {
  let now = begin;
  const waits: number[] = [];
  const propagation = new Propagation(
    { alias: 5, stage: 10, read: 2 },
    {
      now: () => now,
      sleep(ms) {
        now += ms;
        return Promise.resolve();
      },
      onWait: ({ seconds }) => waits.push(seconds),
    },
  );
  return {
    propagation,
    /** Seconds that it waited, since the last call. */
    waited: () => waits.splice(0),
    pass: (seconds: number) => {
      now += seconds * 1000;
    },
  };
}

test('what was written before the run is taken to have been written right before', async (t) => {
  const { propagation, waited } = startAt(1e6);
  await propagation.untilReadsAreTrue();
  await propagation.untilAliasKnown('PROD');
  await propagation.untilAliasMayMove('PROD', 'old');
  t.deepEqual(waited(), [2, 3, 5]);
  await propagation.untilAliasMayMove('PROD_STANDBY', undefined);
  await propagation.untilServed('prod', 'PROD');
  t.deepEqual(waited(), []);
});

test.serial('a clock that is set forward makes no wait shorter', async (t) => {
  const slept: number[] = [];
  const sleep = (ms: number) => Promise.resolve(slept.push(Math.round(ms / 100) / 10));
  const propagation = new Propagation({ alias: 5, stage: 10, read: 2 }, { sleep });
  mock.timers.enable({ apis: ['Date'], now: Date.now() + 60_000 });
  t.teardown(() => {
    mock.timers.reset();
  });
  await propagation.untilServed('prod', 'PROD');
  t.deepEqual(slept, [10]);
});

test('from the lock on nobody else writes', async (t) => {
  const { propagation, waited, pass } = startAt(1e6);
  pass(60);
  propagation.begin();
  await propagation.untilAliasKnown('PROD');
  t.deepEqual(waited(), [5]);
});

test('a stage calls an alias only after that has kept its version', async (t) => {
  const { propagation, waited, pass } = startAt(1e6);
  pass(60);
  propagation.noteAlias('PROD_STANDBY');
  await propagation.untilAliasKnown('PROD');
  t.deepEqual(waited(), []);
  await propagation.untilAliasKnown('PROD_STANDBY');
  t.deepEqual(waited(), [5]);
});

test('an alias moves only after the last stage value that called it is gone', async (t) => {
  const { propagation, waited, pass } = startAt(1e6);
  pass(60);
  propagation.noteFormer('prod', oldStage);
  await propagation.untilAliasMayMove('PROD_STANDBY', undefined);
  t.deepEqual(waited(), []);
  await propagation.untilAliasMayMove('PROD', undefined);
  t.deepEqual(waited(), [10]);
});

test('a stage value of the same deployment lets code alone move', async (t) => {
  const { propagation, waited, pass } = startAt(1e6);
  pass(60);
  propagation.noteFormer('prod', oldStage);
  await propagation.untilAliasMayMove('PROD', 'old');
  t.deepEqual(waited(), []);
  await propagation.untilAliasMayMove('PROD', 'new');
  t.deepEqual(waited(), [10]);
});

test('a canary that ended called its alias, too', async (t) => {
  const { propagation, waited, pass } = startAt(1e6);
  pass(60);
  const canary = { percent: 5, deploymentId: 'new', alias: 'PROD_STANDBY' };
  propagation.noteFormer('prod', { ...oldStage, canary });
  await propagation.untilAliasMayMove('PROD_STANDBY', undefined);
  t.deepEqual(waited(), [10]);
});

test('a target is served when stage and alias are known everywhere', async (t) => {
  const { propagation, waited, pass } = startAt(1e6);
  pass(60);
  propagation.noteAlias('PROD');
  pass(1);
  propagation.noteFormer('prod', oldStage);
  await propagation.untilServed('stage', 'STAGE');
  t.deepEqual(waited(), []);
  await propagation.untilServed('prod', 'PROD');
  t.deepEqual(waited(), [10]);
});

test('where a change is everywhere at once nothing waits', async (t) => {
  const propagation = new Propagation(
    { alias: 0, stage: 0, read: 0 },
    { onWait: () => t.fail('it waits') },
  );
  propagation.noteAlias('PROD');
  propagation.noteFormer('prod', oldStage);
  await propagation.untilAliasMayMove('PROD', undefined);
  await propagation.untilAliasKnown('PROD');
  await propagation.untilServed('prod', 'PROD');
  await t.notThrowsAsync(propagation.untilReadsAreTrue());
});

test('a wait ends by a signal', async (t) => {
  const propagation = new Propagation({ alias: 100, stage: 100, read: 100 });
  const controller = new AbortController();
  const waiting = propagation.untilReadsAreTrue(controller.signal);
  controller.abort();
  await t.throwsAsync(waiting, { name: 'AbortError' });
});
