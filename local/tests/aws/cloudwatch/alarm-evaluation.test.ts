import fc from 'fast-check';
import test from 'ava';
import {
  type AlarmRule,
  evaluate,
  evaluationRange,
  isBreaching,
} from '../../../aws/cloudwatch/alarm-evaluation.ts';
import type { TreatMissingData } from '../../../aws/cloudwatch/state.ts';

const treatments = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;

function rule(m: number, n: number, treatMissingData: TreatMissingData): AlarmRule {
  return {
    threshold: 1,
    comparisonOperator: 'GreaterThanOrEqualToThreshold',
    evaluationPeriods: n,
    datapointsToAlarm: m,
    treatMissingData,
  };
}

/** `0 - X`: within the threshold, missing, breaching; the oldest first. */
function read(points: string): (number | undefined)[] {
  return points.split(' ').map((point) => (point === 'X' ? 1 : point === '0' ? 0 : undefined));
}

// The examples of the user guide, "How alarm state is evaluated when data is missing".
for (const [m, n, points, ...expected] of [
  [3, 3, '0 - X - X', 'OK', 'OK', 'OK', 'OK'],
  [3, 3, '0 - - - -', 'OK', 'OK', 'OK', 'OK'],
  [3, 3, '- - - - -', 'INSUFFICIENT_DATA', 'retain', 'ALARM', 'OK'],
  [3, 3, '0 X X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  [3, 3, '- - X - -', 'ALARM', 'retain', 'ALARM', 'OK'],
  [2, 3, '0 - X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  [2, 3, '0 0 X 0 X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  [2, 3, '0 - X - -', 'OK', 'OK', 'ALARM', 'OK'],
  [2, 3, '- - - - 0', 'OK', 'OK', 'ALARM', 'OK'],
  [2, 3, '- - - X -', 'ALARM', 'retain', 'ALARM', 'OK'],
  [3, 3, '- - - - X', 'retain', 'retain', 'ALARM', 'OK'],
] as const) {
  test(`${String(m)} of ${String(n)} datapoints: ${points}`, (t) => {
    t.deepEqual(
      treatments.map((treatment) => evaluate(rule(m, n, treatment), read(points)).state),
      expected,
    );
  });
}

test('each comparison is what its name says', (t) => {
  const results = (comparisonOperator: AlarmRule['comparisonOperator']) =>
    [4, 5, 6].map((value) => isBreaching({ comparisonOperator, threshold: 5 }, value));
  t.deepEqual(results('GreaterThanThreshold'), [false, false, true]);
  t.deepEqual(results('GreaterThanOrEqualToThreshold'), [false, true, true]);
  t.deepEqual(results('LessThanThreshold'), [true, false, false]);
  t.deepEqual(results('LessThanOrEqualToThreshold'), [true, true, false]);
});

const situation = fc.integer({ min: 1, max: 4 }).chain((n) =>
  fc.tuple(
    fc.constant(n),
    fc.integer({ min: 1, max: n }),
    fc.array(fc.constantFrom(0, 1, undefined), {
      minLength: evaluationRange(n),
      maxLength: evaluationRange(n),
    }),
  ),
);

/** The states that can follow when each missing period that is needed could hold either value. */
function possibleStates(m: number, n: number, points: readonly (number | undefined)[]): string[] {
  const newest = points.filter((point) => point !== undefined).slice(-n);
  const least = newest.filter((point) => point === 1).length;
  const most = least + (n - newest.length);
  return [...(least < m ? ['OK'] : []), ...(most >= m ? ['ALARM'] : [])];
}

test('filling in the best and the worst gives the two extremes of what could be', (t) => {
  fc.assert(
    fc.property(situation, ([n, m, points]) => {
      const possible = possibleStates(m, n, points);
      t.deepEqual([evaluate(rule(m, n, 'notBreaching'), points).state], possible.slice(0, 1));
      t.deepEqual([evaluate(rule(m, n, 'breaching'), points).state], possible.slice(-1));
    }),
  );
});

test('without treatment a state is only found that could be, or none', (t) => {
  fc.assert(
    fc.property(situation, fc.constantFrom('missing', 'ignore'), ([n, m, points], treatment) => {
      const { state } = evaluate(rule(m, n, treatment), points);
      const nothing = points.every((point) => point === undefined);
      const undecided = treatment === 'missing' && nothing ? 'INSUFFICIENT_DATA' : 'retain';
      t.true([undecided, ...possibleStates(m, n, points)].includes(state));
      t.is(state === 'INSUFFICIENT_DATA', nothing && treatment === 'missing');
    }),
  );
});

test('when enough was reported, how missing data are treated does not matter', (t) => {
  fc.assert(
    fc.property(situation, ([n, m, points]) => {
      fc.pre(points.filter((point) => point !== undefined).length >= n);
      const states = treatments.map((treatment) => evaluate(rule(m, n, treatment), points).state);
      t.is(new Set(states).size, 1);
    }),
  );
});
