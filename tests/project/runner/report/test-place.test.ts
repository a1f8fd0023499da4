import test from 'ava';
import { findPlace } from '../../../../runner/report/test-place.ts';

const place = { file: 'tests/api/a b.test.ts', line: 3, column: 7 };

test('the first place of the project is found, however its file is written', (t) => {
  t.deepEqual(findPlace('at file:///work/tests/api/a%20b.test.ts:3:7', '/work'), place);
  t.deepEqual(
    findPlace('at (/usr/x.js:1:1)\nat (/work/node_modules/x.js:1:1)\nat "tests/x.mts:12"', '/work'),
    { file: 'tests/x.mts', line: 12, column: 1 },
  );
  t.deepEqual(findPlace('tests/x.ts: 3, x.ts, :3:7', '/work'), undefined);
});

test('a URL that names no file is no place', (t) => {
  for (const file of ['file:///work/a%2Fb.ts', 'file:///work/a%ZZ.ts', 'file://host/a.ts']) {
    t.notThrows(() => findPlace(`at ${file}:3:1`, '/work'), file);
  }
});

test('a long text in a diagnostic is read in no time', (t) => {
  const begun = performance.now();
  t.is(findPlace('a'.repeat(1_000_000), '/work'), undefined);
  t.is(findPlace('.ts'.repeat(300_000), '/work'), undefined);
  t.true(performance.now() - begun < 1_000);
});
