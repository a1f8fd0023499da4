import test from 'ava';
import fc from 'fast-check';
import { UsageError } from '../../../../runner/errors.ts';
import { formatNext } from '../../../../runner/report/message.ts';
import { formatJournal, isRollback, parseJournal } from '../../../../stack/journal.ts';
import { formatPair } from '../../../../stack/pair.ts';
import { afterPutBack } from '../../../../runner/traffic/promotion.ts';
import { hasAccepted, journalOf } from '../../../../runner/traffic/target.ts';
import { beginJournal, findWayBack, type WayBack } from '../../../../runner/traffic/way-back.ts';
import { journal, pair, targetAt } from '../_targets.ts';

/** What a rollback leaves written. */
function afterwards(way: WayBack): string {
  const written = afterPutBack(beginJournal(way, 'b1'), 'b1');
  return written === undefined ? '' : formatJournal(written);
}

const accepted = journal('accepted', '7@new', ['6@old', '5@old', '4@old']);

test('the way back leads to the pair before', (t) => {
  const target = targetAt('7@new', { journal: accepted });
  t.deepEqual(findWayBack(target, {}), {
    target,
    from: pair('7@new'),
    goal: pair('6@old'),
    isBack: false,
    isGated: true,
    before: [pair('5@old'), pair('4@old')],
  });
});

test('a version that is asked for is the newest recorded pair with it, and those after it go', (t) => {
  const target = targetAt('7@new', {
    journal: journal('accepted', '7@new', ['6@old', '5@new', '5@old']),
  });
  const { goal, before } = findWayBack(target, { to: '5' });
  t.deepEqual(goal, pair('5@new'));
  t.deepEqual(before, [pair('5@old')]);
});

test('a version or pair that is named is a place: whoever is there stays', (t) => {
  const target = targetAt('7@new', {
    journal: journal('accepted', '7@new', ['7@old', '6@old']),
  });
  for (const to of ['7', '7@new']) {
    const { isBack, from, goal, before } = findWayBack(target, { to });
    t.true(isBack);
    t.deepEqual([from, goal, ...before].map(formatPair), ['7@new', '7@new', '7@old', '6@old']);
  }
  t.deepEqual(findWayBack(target, { to: '7@old' }).goal, pair('7@old'));
  const refused = t.throws(() => findWayBack(target, { to: '3' }), { instanceOf: UsageError });
  t.regex(formatNext(refused.next, 'local'), /--to 7@old, or .*--to 6$/);
  const byHand = targetAt('7@new', { journal: journal('accepted', '7@old', ['7@new']) });
  t.false(findWayBack(byHand, { to: '7' }).isBack);
});

test('where a rollback was killed that had gone back, the same command goes no further', (t) => {
  const back = journal('accepted', '7@new', ['6@old'], { rolledBack: ['8@new'] });
  const target = targetAt('7@new', { journal: back });
  t.true(findWayBack(target, { interrupted: 'r1' }).isBack);
  t.deepEqual(findWayBack(target, { interrupted: 'r1', to: '6' }).goal, pair('6@old'));
  t.deepEqual(findWayBack(target, { interrupted: 'r2' }).goal, pair('6@old'));
  t.deepEqual(findWayBack(target, {}).goal, pair('6@old'));
  const released = targetAt('7@new', { journal: journal('accepted', '7@new', ['6@old']) });
  t.deepEqual(findWayBack(released, { interrupted: 'r1' }).goal, pair('6@old'));
  // A release that was red writes the same, and what an earlier rollback took away stands in it.
  const red = targetAt('7@new', { journal: { ...back, by: 'release' } });
  t.false(findWayBack(red, { interrupted: 'r1' }).isBack);
});

test('what is on trial is what is taken away', (t) => {
  const target = targetAt('6@new', {
    standby: '7',
    callsStandby: true,
    journal: journal('trial', '7@new', ['6@old']),
  });
  const { from, goal } = findWayBack(target, {});
  t.deepEqual([from, goal].map(formatPair), ['7@new', '6@old']);
});

const refusals: Readonly<
  Record<string, [Parameters<typeof targetAt>, string | undefined, string]>
> = {
  'nothing was served before': [
    ['7@new', { journal: journal('accepted', '7@new') }],
    undefined,
    'No pair is recorded that target prod served before 7@new. Next: mend the code, then: npm run release',
  ],
  'nothing was ever written': [
    ['7@new'],
    '6',
    'No pair is recorded that target prod served before 7@new. Next: mend the code, then: npm run release',
  ],
  'the version is not recorded': [
    ['7@new', { journal: journal('accepted', '7@new', ['6@old', '5@old', '6@older']) }],
    '3',
    'Target prod serves 7@new, and no pair with version 3 is recorded that it served before. ' +
      'Next: name a recorded version: npm run rollback -- --target prod --to 6, ' +
      'or npm run rollback -- --target prod --to 5',
  ],
  'the version was rolled back from': [
    ['6@old', { journal: journal('accepted', '6@old', ['5@old'], { rolledBack: ['7@new'] }) }],
    '7',
    'Target prod was rolled back from 7@new. ' +
      'Next: to promote it again: npm run release -- --again',
  ],
  'the alias was moved by hand': [
    ['9@new', { journal: accepted }],
    undefined,
    'Target prod was moved to 9@new by hand, so it is not clear where to go back to. ' +
      'Next: say which version: npm run rollback -- --target prod --to 7, ' +
      'or npm run rollback -- --target prod --to 6, or npm run rollback -- --target prod --to 5, ' +
      'or npm run rollback -- --target prod --to 4',
  ],
  'the stage was moved by hand': [
    ['7@third', { journal: journal('accepted', '7@new', ['6@old']) }],
    undefined,
    'Target prod was moved to 7@third by hand, so it is not clear where to go back to. ' +
      'Next: say which version: npm run rollback -- --target prod --to 7, ' +
      'or npm run rollback -- --target prod --to 6',
  ],
};

for (const [title, [parts, to, text]] of Object.entries(refusals)) {
  test(`there is no way back when ${title}, and what to do is told`, (t) => {
    const error = t.throws(() => findWayBack(targetAt(...parts), { to }), {
      instanceOf: UsageError,
    });
    t.is(`${error.message}. Next: ${formatNext(error.next, 'local')}`, text);
  });
}

test('after a move by hand, a version that is named may be the one that was accepted', (t) => {
  const { from, goal, before } = findWayBack(targetAt('9@new', { journal: accepted }), { to: '7' });
  t.deepEqual([from, goal, ...before].map(formatPair), [
    '9@new',
    '7@new',
    '6@old',
    '5@old',
    '4@old',
  ]);
});

test('after a move by hand, what was only on trial is nothing to go back to', (t) => {
  const target = targetAt('9@new', { journal: journal('trial', '7@new', ['6@old']) });
  t.throws(() => findWayBack(target, { to: '7' }), { instanceOf: UsageError });
  t.deepEqual(findWayBack(target, { to: '6' }).goal, pair('6@old'));
});

test('a rollback under way is written as a trial of what is taken away', (t) => {
  const way = findWayBack(targetAt('7@new', { journal: accepted }), {});
  const begun = beginJournal(way, 'b1');
  t.true(isRollback(begun));
  t.deepEqual(begun.before.map(formatPair), ['6@old', '5@old', '4@old']);
  t.is(afterwards(way), 'accepted 6@old after 5@old, 4@old by rollback b1, rolled back from 7@new');
});

test('a rollback to what was rolled back before forgets that it was', (t) => {
  const target = targetAt('6@old', {
    journal: journal('accepted', '6@old', ['7@new', '5@old'], { rolledBack: ['8@new', '7@new'] }),
  });
  const way = findWayBack(target, {});
  t.deepEqual(beginJournal(way, 'b1').rolledBack?.map(formatPair), ['6@old', '8@new']);
});

test('rollbacks, one after the other, go back through the journal, and each is known afterwards', (t) => {
  const distinct = fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 2, maxLength: 6 });
  fc.assert(
    fc.property(distinct, (versions) => {
      const [first = '', ...before] = versions.map((version) => `${String(version)}@old`);
      let target = targetAt(first, { journal: journal('accepted', first, before) });
      for (const goal of before.slice(0, 5)) {
        const way = findWayBack(target, {});
        t.is(formatPair(way.goal), goal);
        const written = parseJournal(afterwards(way));
        t.not(written, {});
        target = targetAt(goal, { journal: written ?? '' });
        t.true(hasAccepted(target, way.goal));
        t.deepEqual(journalOf(target)?.rolledBack?.[0], way.from);
      }
      t.throws(() => findWayBack(target, {}), { instanceOf: UsageError });
    }),
  );
});

test('a pair that is named leads to just that one', (t) => {
  const target = targetAt('7@new', {
    journal: journal('accepted', '7@new', ['6@old', '5@new', '5@old']),
  });
  t.deepEqual(findWayBack(target, { to: '5@old' }).goal, pair('5@old'));
});

for (const [to, goal] of [
  ['9', '9@new'],
  ['9@third', '9@third'],
] as const) {
  test(`only who asks for it goes back to ${to}, which no gate saw`, (t) => {
    const target = targetAt('7@new', { journal: accepted });
    t.throws(() => findWayBack(target, { to }), { instanceOf: UsageError });
    const way = findWayBack(target, { to, isUngated: true });
    t.false(way.isGated);
    t.deepEqual(way.goal, pair(goal));
    t.deepEqual(way.before.map(formatPair), ['6@old', '5@old', '4@old']);
    t.is(
      formatJournal(beginJournal(way, 'b1')),
      `trial 7@new after 6@old, 5@old, 4@old over ${goal} by rollback b1, rolled back from 7@new`,
    );
    t.is(
      afterwards(way),
      'accepted 6@old after 5@old, 4@old by rollback b1, rolled back from 7@new',
    );
  });
}

test('a pair that passed its gates is gated, also for who would take any', (t) => {
  const target = targetAt('7@new', { journal: accepted });
  t.true(findWayBack(target, { to: '5', isUngated: true }).isGated);
});
