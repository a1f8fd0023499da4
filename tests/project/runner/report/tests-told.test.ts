import test from 'ava';
import { TestsTold, type TestTold } from '../../../../runner/report/tests-told.ts';

/** What is told after each piece that was printed, and in the end. */
function tell(...pieces: readonly (string | Uint8Array)[]) {
  const told: TestTold[] = [];
  const tests = new TestsTold((each) => told.push(each), '/project');
  const after = pieces.map((piece) => {
    tests.add(typeof piece === 'string' ? Buffer.from(piece) : piece);
    return told.length;
  });
  tests.end();
  return { told, after };
}

test('tests of TAP are told as they end, a red one with its place once that is known', (t) => {
  const { told, after } = tell(
    'TAP version 13\nok 1 - gre',
    'ets\nnot ok 2 - greets by name\n',
    '  ---\n  at: file:///project/tests/api/x.test.ts:12:3\n  ...\n',
    'ok 3 - later # SKIP\n    ok 1 - within another\nnot ok 4 - last\n1..4\n',
  );
  t.deepEqual(after, [0, 1, 2, 3]);
  t.deepEqual(told, [
    { name: 'greets', outcome: 'passed' },
    {
      name: 'greets by name',
      outcome: 'failed',
      place: { file: 'tests/api/x.test.ts', line: 12 },
    },
    { name: 'later', outcome: 'skipped' },
    { name: 'last', outcome: 'failed' },
  ]);
});

test('so are those of ava, whose letters may come in pieces', (t) => {
  const bytes = Buffer.from('\n  ✔ greets (12ms)\n  ✘ [fail]: x › greets "世"\n');
  const { told } = tell(...Array.from(bytes, (byte) => Uint8Array.of(byte)));
  t.deepEqual(told, [
    { name: 'greets', outcome: 'passed' },
    { name: 'x › greets "世"', outcome: 'failed' },
  ]);
});

test('what is neither tells nothing', (t) => {
  t.deepEqual(tell('ok, all is well\nnot ok either\n- [x] done\n').told, []);
});
