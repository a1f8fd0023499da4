import test from 'ava';
import { formatDuration, formatTable } from '../../../../runner/report/table.ts';

const rows = [
  ['target', 'url'],
  ['stage', 'http://one'],
  ['prod', ''],
];

test('cells stand below each other, and nothing is padded at the end', (t) => {
  t.is(formatTable(rows, Infinity), 'target  url\nstage   http://one\nprod');
  t.is(formatTable(rows, 18), formatTable(rows, Infinity));
});

test('on a narrow screen a row becomes a block', (t) => {
  t.is(formatTable(rows, 17), 'target  stage\nurl     http://one\n\ntarget  prod\nurl');
});

for (const [ms, text] of [
  [0, '0.0 s'],
  [8449, '8.4 s'],
  [59_400, '59.4 s'],
  [59_600, '1 min 00 s'],
  [125_000, '2 min 05 s'],
] as const) {
  test(`${String(ms)} ms is ${text}`, (t) => {
    t.is(formatDuration(ms), text);
  });
}
