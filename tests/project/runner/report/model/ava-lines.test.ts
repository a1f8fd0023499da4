import test from 'ava';
import { parseAvaLines } from '../../../../../runner/report/model/ava-lines.ts';
import { findPlace } from '../../../../../runner/report/test-place.ts';

const output = `
  ✔ y › greets
  - [skip] y › later
  - [todo] y › sing
  ✘ [fail]: y › greets by name
  ✘ [fail]: x › throws Error thrown in test
  ✔ x › greets at length (1.2s)
  ─

  y › greets by name

  tests/unit/y.test.ts:3

   2: test('greets', (t) => { t.pass(); });
   3: test('greets by name', (t) => { t.is(1, 2); });

  Difference (- actual, + expected):

  - 1
  + 2

  › file://tests/unit/y.test.ts:3:35



  x › throws

  Error thrown in test:

  Error: boom
      at file:///project/tests/unit/x.test.ts:4:30
      at Test.callFn (file:///project/node_modules/ava/lib/test.js:525:26)

  ─

  2 tests failed
  1 test skipped
`;

test('tests of ava are read with why and where they failed', (t) => {
  const tests = parseAvaLines(output) ?? [];
  t.deepEqual(
    tests.map(({ name, outcome }) => [name, outcome]),
    [
      ['y › greets', 'passed'],
      ['y › later', 'skipped'],
      ['y › sing', 'skipped'],
      ['y › greets by name', 'failed'],
      ['x › throws', 'failed'],
      ['x › greets at length', 'passed'],
    ],
  );
  const [byName, throws] = tests.filter(({ outcome }) => outcome === 'failed');
  t.regex(byName?.message ?? '', /^tests\/unit\/y\.test\.ts:3\n[^]*file:\/\/tests\/unit\/y[^\n]*$/);
  t.regex(throws?.message ?? '', /^Error thrown in test:[^]*test\.js:525:26\)$/);
  t.deepEqual(findPlace(throws?.message ?? '', '/project'), {
    file: 'tests/unit/x.test.ts',
    line: 4,
    column: 30,
  });
});

for (const printed of ['', '  ✔ greets', 'all is well\n  3 tests', '  3 tests skipped too\n']) {
  test(`no tests are made up of ${JSON.stringify(printed)}`, (t) => {
    t.is(parseAvaLines(printed), undefined);
  });
}
