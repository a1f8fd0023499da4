import test from 'ava';
import fc from 'fast-check';
import { formatJournal, isRollback, parseJournal, type Journal } from '../../../stack/journal.ts';
import { parsePair } from '../../../stack/pair.ts';

const pair = fc.record({
  version: fc.oneof(fc.nat({ max: 99_999 }).map(String), fc.constant('$LATEST')),
  deployment: fc.stringMatching(/^[a-z0-9]{6,10}$/),
});

const journal: fc.Arbitrary<Journal> = fc.record(
  {
    state: fc.constantFrom('trial', 'accepted'),
    pair,
    percent: fc.integer({ min: 1, max: 990 }).map((tenths) => tenths / 10),
    before: fc.array(pair, { maxLength: 12 }),
    over: pair,
    rolledBack: fc.array(pair, { minLength: 1, maxLength: 5 }),
    by: fc.constantFrom('release', 'rollback'),
    release: fc.stringMatching(/^\d{8}T\d{6}-[0-9a-f]{4}$/),
  },
  { requiredKeys: ['state', 'pair', 'before', 'by', 'release'] },
);

test('a journal that is read back is the one that was written, with its newest pairs', (t) => {
  fc.assert(
    fc.property(journal, (written) => {
      const { before, over, rolledBack } = written;
      const read = parseJournal(formatJournal(written));
      const kept = read?.before.length ?? 0;
      t.true(kept >= Math.min(before.length, over ? 3 : 5), String(kept));
      t.deepEqual(read, {
        ...written,
        before: before.slice(0, Math.min(kept, 5)),
        ...(rolledBack && { rolledBack: rolledBack.slice(0, 3) }),
      });
    }),
  );
  t.pass();
});

test("a journal fits into Lambda's 256 characters", (t) => {
  fc.assert(
    fc.property(journal, (written) => {
      t.true(formatJournal(written).length <= 256);
    }),
  );
});

test('what somebody else wrote is no journal', (t) => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      t.is(parseJournal(text), undefined);
    }),
  );
  t.is(parseJournal('accepted 7 after nothing by release x'), undefined);
  t.is(parseJournal('accepted 7@abcdef after 6 by release x'), undefined);
});

test('only a version and a deployment make a pair', (t) => {
  t.deepEqual(parsePair('7@abcdef'), { version: '7', deployment: 'abcdef' });
  for (const text of ['', '7', '@abcdef', '7@', 'x@abcdef', '7@a b']) {
    t.is(parsePair(text), undefined, text);
  }
});

const many = Array.from({ length: 12 }, (_, index) => ({
  version: String(50 - index),
  deployment: 'abcdef',
}));

test('a journal keeps the newest five pairs, and the newest three that were rolled back', (t) => {
  const [served = { version: '51', deployment: 'abcdef' }, ...before] = many;
  const by = 'rollback';
  t.is(
    formatJournal({
      ...{ state: 'accepted', pair: served, before, rolledBack: before, by, release: 'r1' },
    }),
    'accepted 50@abcdef after 49@abcdef, 48@abcdef, 47@abcdef, 46@abcdef, 45@abcdef by rollback r1' +
      ', rolled back from 49@abcdef, 48@abcdef, 47@abcdef',
  );
});

test('a journal says what share a pair on trial gets, and when there is nothing before it', (t) => {
  const onTrial = { version: '7', deployment: 'new' };
  t.is(
    formatJournal({
      ...{ state: 'trial', pair: onTrial, percent: 12.5, before: [], by: 'release', release: 'r1' },
    }),
    'trial 7@new at 12.5% after nothing by release r1',
  );
});

test('a journal is of a rollback that is under way when one wrote it before it moved', (t) => {
  fc.assert(
    fc.property(journal, (written) => {
      const { state, by } = written;
      t.is(isRollback(written), state === 'trial' && by === 'rollback');
    }),
  );
});
