import test from 'ava';
import { UsageError } from '../../../runner/errors.ts';
import { formatNext } from '../../../runner/report/message.ts';
import { findBack, type Compared } from '../../../runner/same-rollback.ts';
import type { Codes } from '../../../runner/steps/read-codes.ts';
import { journal, targetAt, type TargetParts } from './_targets.ts';

const [two, three, four] = ['dHdv', 'dGhyZWU=', 'Zm91cg=='];

const served = journal('accepted', '3@new', ['2@old']);
const rolledBack = journal('accepted', '2@old', ['1@old'], { rolledBack: ['3@new'] });

function place(
  region: string,
  codes: Partial<Codes>,
  { interrupted, at = '3@new', ...parts }: TargetParts & { interrupted?: string; at?: string } = {},
): Compared {
  const target = { ...targetAt(at, { journal: served, ...parts }), region };
  return { region, target, from: three, taken: undefined, goal: two, interrupted, ...codes };
}

const back = (region: string, more: { interrupted?: string } = {}) =>
  place(region, { from: two, taken: three }, { at: '2@old', journal: rolledBack, ...more });
const onTrial = (region: string) =>
  place(region, { from: four }, { journal: journal('trial', '4@new', ['3@new']) });

const agreements: Readonly<Record<string, [readonly Compared[], readonly string[]]>> = {
  'the same is served everywhere': [[place('a', {}), place('b', {})], []],
  'one went back from it already': [[back('a'), place('b', {})], ['a']],
  'all went back together before': [[back('a'), back('b')], []],
  'all had gone back when it was killed': [
    [back('a', { interrupted: 'r1' }), back('b', { interrupted: 'r1' })],
    ['a', 'b'],
  ],
  'one had, when it was killed': [[back('a', { interrupted: 'r1' }), place('b', {})], ['a']],
  'the same is on trial everywhere': [[onTrial('a'), onTrial('b')], []],
};

for (const [title, [places, names]] of Object.entries(agreements)) {
  test(`where ${title}, it is told which regions stay`, (t) => {
    t.deepEqual([...findBack(places)], names);
  });
}

const apiAlone = { goal: three };
const again = { ...served, release: 'r2' };

test('an API definition alone is the same where one run left it everywhere', (t) => {
  t.deepEqual([...findBack([place('a', apiAlone), place('b', apiAlone)])], []);
});

const refusals: Readonly<Record<string, [readonly Compared[], readonly string[]]>> = {
  'another code is served': [
    [place('a', {}), place('b', { from: four })],
    ['a', 'b'],
  ],
  'one is on trial': [[place('a', {}), onTrial('b')], ['b']],
  'each went back from what the other serves': [
    [place('a', { taken: four }), place('b', { from: four, taken: three })],
    ['a', 'b'],
  ],
  'one went further than another that was killed there': [
    [back('a', { interrupted: 'r1' }), place('b', { from: four })],
    ['a', 'b'],
  ],
  'an API definition alone may be another one': [
    [place('a', apiAlone), place('b', apiAlone, { journal: again })],
    ['a', 'b'],
  ],
  'one may have gone back from an API definition alone': [
    [place('a', { taken: three }), place('b', {}, { journal: again })],
    ['a', 'b'],
  ],
};

for (const [title, [places, named]] of Object.entries(refusals)) {
  test(`where ${title}, it is refused, with what to type for each region`, (t) => {
    const { next, message } = t.throws(() => findBack(places), { instanceOf: UsageError });
    t.regex(message, /^Nothing was moved, .*prod in a \d@\w+ \(sha256:\w+…\), prod in b \d@/);
    const told = formatNext(next, 'local').matchAll(/rollback -- --target prod --region (\w)/g);
    t.deepEqual(
      [...told].map(([, region]) => region),
      named,
    );
  });
}
