import test from 'ava';
import { countSlips, findNearest } from '../../../stack/nearest.ts';

const names = ['dry-run', 'continue', 'again', 'events', 'stack', 'json', 'help', 'to', 'target'];

for (const [typed, meant] of [
  ['dryrun', 'dry-run'],
  ['dry', 'dry-run'],
  ['hepl', 'help'],
  ['jsno', 'json'],
  ['stak', 'stack'],
  ['contineu', 'continue'],
  ['targets', 'target'],
  ['too', 'to'],
] as const) {
  test(`--${typed} is near --${meant}`, (t) => {
    t.is(findNearest(typed, names), meant);
  });
}

for (const typed of ['frobnicate', 'x', 'yes', 'limit', '']) {
  test(`nothing is near --${typed}`, (t) => {
    t.is(findNearest(typed, names), undefined);
  });
}

test('what two names begin with is near neither for that', (t) => {
  t.is(findNearest('tes', ['test:lambda', 'test:api']), undefined);
});

for (const [from, to, slips] of [
  ['', '', 0],
  ['', 'abc', 3],
  ['abc', '', 3],
  ['abc', 'abc', 0],
  ['abc', 'acb', 1],
  ['abc', 'ab', 1],
  ['abc', 'axc', 1],
  ['kitten', 'sitting', 3],
] as const) {
  test(`from "${from}" to "${to}" it takes ${String(slips)}`, (t) => {
    t.is(countSlips(from, to), slips);
    t.is(countSlips(to, from), slips);
  });
}
