import test from 'ava';
import { ruleTester } from './_lint.ts';
import { findCitations, headingNumbers } from './citations.js';
import { cited } from './cited.js';

const check = ruleTester('cited', cited);

const forms: [text: string, numbers: string][] = [
  ['(trap D1)', 'trap D1'],
  ['traps O6, D13', 'trap O6, trap D13'],
  ['traps D1 and O6', 'trap D1, trap O6'],
  ['traps D1, D2, and D3', 'trap D1, trap D2, trap D3'],
  ['[inf, trap D7]', 'trap D7'],
  ['Trap D9: a configuration', 'trap D9'],
  ['by (traps\n * O6,\n   * D13).', 'trap O6, trap D13'],
  ['invariant 5', 'invariant 5'],
  ['invariants 3 and 4', 'invariant 3, invariant 4'],
  ['invariants hold, 3 of them', ''],
  ['a trap for 5 and 6', ''],
];

for (const [text, numbers] of forms) {
  test(`finds what is cited in ${JSON.stringify(text)}`, (t) => {
    const found = findCitations(text).numbers.map(({ kind, number }) => `${kind} ${number}`);
    t.is(found.join(', '), numbers);
  });
}

test('a heading begins with its number', (t) => {
  const numbers = headingNumbers('# T1\n## 1. One\n### D1 A trap\n### O10 Scripts\nD2 none\n## 2');
  t.deepEqual([...numbers], ['1', 'D1', 'O10']);
});

const fine = [
  '// An update sends the version in state (trap D1).',
  '/** Held by invariant 4, see docs/invariants.md and docs/decisions/. */',
  "test('moves nothing (invariant 1)');",
  'const d2 = (D2);',
];

for (const code of fine) {
  test(`can be looked up: ${code}`, (t) => {
    check(t, code, { problems: [] });
  });
}

const missing: [code: string, problem: string][] = [
  ['// trap D99', 'docs/traps.md has no heading for trap D99.'],
  ['/** (traps D1 and X1) */', 'docs/traps.md has no heading for trap X1.'],
  ['// by traps D1 and\n// D99', 'docs/traps.md has no heading for trap D99.'],
  [
    '/**\n * Holds (invariants 1,\n * 99).\n */',
    'docs/invariants.md has no heading for invariant 99.',
  ],
  ["test('moves nothing (invariant 0)');", 'docs/invariants.md has no heading for invariant 0.'],
  ['test(`refused (trap D99)`);', 'docs/traps.md has no heading for trap D99.'],
  ['// as it was then (D6)', 'Say what D6 is: trap D6.'],
  ['// see docs/other.md', 'There is no document docs/other.md.'],
  ['// docs: DESIGN, Rooms', 'DESIGN is not in this repository: cite docs/design.md.'],
];

for (const [code, problem] of missing) {
  test(`cannot be looked up: ${code}`, (t) => {
    check(t, code, { problems: [problem] });
  });
}
