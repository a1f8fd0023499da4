import test, { type ExecutionContext } from 'ava';
import type { Measured } from '../../../../../runner/commands/verify/measure.ts';
import { kinds, type Kind } from '../../../../../runner/commands/verify/measuring.ts';
import { breakUpdateStage, openVerifyStand, type VerifyStand } from './_measured.ts';

function worst({ spreads }: Measured, kind: Kind): number {
  return spreads.find((each) => each.kind === kind)?.spread.worst ?? NaN;
}

/** The least and the greatest that may be measured as the worst of a kind, in seconds. */
type Expected = (kind: Kind) => readonly [least: number, greatest: number];

function surprises(measured: Measured, expected: Expected): string[] {
  return kinds.flatMap((kind) => {
    const seconds = worst(measured, kind);
    const [least, greatest] = expected(kind);
    return least <= seconds && seconds <= greatest ? [] : [`${kind}: ${String(seconds)} s`];
  });
}

/** A busy machine asks seldom and late: a measurement is to be as expected, of several. */
async function measureAs(
  t: ExecutionContext,
  { measure }: VerifyStand,
  changes: number,
  expected: Expected,
): Promise<Measured> {
  const seen: string[][] = [];
  for (let attempt = 1; attempt <= 4; attempt += 1) {
    const measured = await measure({ changes });
    seen.push(surprises(measured, expected));
    if (seen.at(-1)?.length === 0) {
      return measured;
    }
  }
  return t.fail(JSON.stringify(seen));
}

const lagOf = {
  stage: 'stage',
  canary: 'stage',
  alias: 'alias',
  'alias by Invoke': 'alias',
  weights: 'alias',
  GetStage: 'read',
  GetAlias: 'read',
  GetFunctionConfiguration: 'none',
} as const satisfies Record<Kind, string>;

test('where nothing lags, nothing is old and no pair is mixed', async (t) => {
  const measured = await measureAs(t, await openVerifyStand(t), 1, () => [0, 0.05]);
  t.deepEqual(measured.spreads.map(({ kind }) => kind).toSorted(), [...kinds].toSorted());
  for (const { kind, spread } of measured.spreads) {
    t.is(spread.changes, 1, kind);
  }
  t.is(measured.pairs.mixed, 0);
  t.true(measured.pairs.whole > 20, String(measured.pairs.whole));
});

test('it measures the lag that was set', async (t) => {
  const lag = { alias: 0.8, stage: 1.2, read: 0.8 };
  const slack = 0.3;
  const { pairs } = await measureAs(t, await openVerifyStand(t, lag), 2, (kind) => {
    const bound = { ...lag, none: 0 }[lagOf[kind]];
    // Each read is as old as chance has it; of four hosts the last one to learn is known better.
    return [bound * (lagOf[kind] === 'read' ? 0.02 : 0.1), bound + slack];
  });
  t.is(pairs.mixed, 0);
});

test('an UpdateStage that takes effect in parts is found out', async (t) => {
  const stand = await openVerifyStand(t);
  breakUpdateStage(stand);
  const { pairs } = await stand.measure({ changes: 1 });
  t.true(pairs.mixed > 0, JSON.stringify(pairs));
});
