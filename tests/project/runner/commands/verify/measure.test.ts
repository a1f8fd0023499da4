import test from 'ava';
import type { Measured } from '../../../../../runner/commands/verify/measure.ts';
import { kinds, type Kind } from '../../../../../runner/commands/verify/measuring.ts';
import { breakUpdateStage, openVerifyStand } from './_measured.ts';

function worst({ spreads }: Measured, kind: Kind): number {
  return spreads.find((each) => each.kind === kind)?.spread.worst ?? NaN;
}

test('where nothing lags, nothing is old and no pair is mixed', async (t) => {
  const measured = await (await openVerifyStand(t)).measure({ changes: 1 });
  t.deepEqual(measured.spreads.map(({ kind }) => kind).toSorted(), [...kinds].toSorted());
  for (const { kind, spread } of measured.spreads) {
    t.is(spread.changes, 1, kind);
    t.true(spread.worst < 0.05, `${kind}: ${String(spread.worst)} s`);
  }
  t.is(measured.pairs.mixed, 0);
  t.true(measured.pairs.whole > 20, String(measured.pairs.whole));
});

/** That a busy machine is late. */
const slackSeconds = 0.3;

test('it measures the lag that was set', async (t) => {
  const lag = { alias: 0.8, stage: 1.2, read: 0.8 };
  const measured = await (await openVerifyStand(t, lag)).measure({ changes: 2 });
  for (const [kind, bound, least] of [
    // Of four hosts the last one to learn, or an earlier one where a busy machine asks seldom.
    ['stage', lag.stage, 0.1],
    ['canary', lag.stage, 0.1],
    ['alias', lag.alias, 0.1],
    ['alias by Invoke', lag.alias, 0.1],
    ['weights', lag.alias, 0.1],
    // Each read is as old as chance has it.
    ['GetStage', lag.read, 0.02],
    ['GetAlias', lag.read, 0.02],
  ] as const) {
    const seconds = worst(measured, kind);
    const isOfLag = seconds > bound * least && seconds <= bound + slackSeconds;
    t.true(isOfLag, `${kind}: ${String(seconds)} s`);
  }
  t.is(measured.pairs.mixed, 0);
});

test('an UpdateStage that takes effect in parts is found out', async (t) => {
  const stand = await openVerifyStand(t);
  breakUpdateStage(stand);
  const { pairs } = await stand.measure({ changes: 1 });
  t.true(pairs.mixed > 0, JSON.stringify(pairs));
});
