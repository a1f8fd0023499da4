import test from 'ava';
import { parseTap } from '../../../../../runner/report/model/tap.ts';

test('tests of TAP are read with why they failed', (t) => {
  const output = `TAP version 13
ok 1 - greets
not ok 2 - greets by name
  ---
    message: 'Difference:'
    at: greeting.test.ts:12
  ...
ok 3 - speaks Welsh # SKIP no dictionary
not ok 4 - sings # TODO later
    ok 1 - a test within another, which counts there
1..4
# failed 1`;
  t.deepEqual(parseTap(output), [
    { name: 'greets', outcome: 'passed', message: '' },
    {
      name: 'greets by name',
      outcome: 'failed',
      message: "    message: 'Difference:'\n    at: greeting.test.ts:12",
    },
    { name: 'speaks Welsh', outcome: 'skipped', message: 'no dictionary' },
    { name: 'sings', outcome: 'skipped', message: 'later' },
  ]);
});

test('a failed test that is skipped by name only has failed', (t) => {
  const [only] = parseTap('1..1\nnot ok 1 - does not skip\n') ?? [];
  t.deepEqual(only, { name: 'does not skip', outcome: 'failed', message: '' });
});

for (const output of [
  '',
  '  ✔ greets\n\n  1 test passed',
  'ok, all is well',
  'TAP version 13\n1..0',
]) {
  test(`no tests are made up of ${JSON.stringify(output)}`, (t) => {
    t.is(parseTap(output), undefined);
  });
}
