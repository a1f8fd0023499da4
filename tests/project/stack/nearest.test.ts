import test from 'ava';
import { findNearest } from '../../../stack/nearest.ts';

const known = ['function', 'targets', 'manageApiGatewayAccount', 'release'];

const cases = [
  ['target', 'targets'],
  ['tragets', 'targets'],
  ['Function', 'function'],
  ['releases', 'release'],
  ['manageApiGatewayAcount', 'manageApiGatewayAccount'],
  ['colour', undefined],
  ['', undefined],
] as const;

for (const [word, meant] of cases) {
  test(`${word || 'nothing'} means ${meant ?? 'nothing that is known'}`, (t) => {
    t.is(findNearest(word, known), meant);
  });
}
