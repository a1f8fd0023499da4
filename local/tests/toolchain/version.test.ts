import test from 'ava';
import { isAtLeast } from '../../toolchain/version.ts';

const table: [version: string, oldest: string, expected: boolean][] = [
  ['3.200.0', '3.200.0', true],
  ['3.1000.0', '3.200.0', true],
  ['4.0.0', '3.200.0', true],
  ['3.199.9', '3.200.0', false],
  ['2.999.999', '3.200.0', false],
  ['3.200.1-dev.4+dirty', '3.200.1', true],
];

for (const [version, oldest, expected] of table) {
  test(`${version} is ${expected ? '' : 'not '}at least ${oldest}`, (t) => {
    t.is(isAtLeast(version, oldest), expected);
  });
}
