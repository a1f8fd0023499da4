import test from 'ava';
import { describeInterruption } from '../../../../../runner/commands/status/interruption.ts';
import { formatProblem } from '../../../../../runner/report/message.ts';
import { formatJournal } from '../../../../../stack/journal.ts';
import { journal, targetAt } from '../../_targets.ts';
import { makeTarget } from '../_target.ts';

test('of an added target that is on trial nothing is called accepted', (t) => {
  const pair = { version: '7', deployment: 'd7' };
  const over = { version: '6', deployment: 'd6' };
  const made = makeTarget('beta', pair, { before: [], release: 'r' });
  const description = formatJournal({
    ...{ state: 'trial', pair, before: [], over, by: 'release', release: 'r' },
  });
  const { text, next } = describeInterruption('r', [
    { ...made, alias: { ...made.alias, description } },
  ]);
  t.is(
    formatProblem({ message: text, next }, 'local'),
    'r was interrupted: target beta serves 7@d7, and it has accepted none yet. Next: npm run release (tests the same code again and goes on; with a red gate it puts back)',
  );
});

test('a target on which a rollback from a rollout was killed is to leave the candidate', (t) => {
  const left = journal('trial', '8@old', ['6@new'], {
    ...{ percent: 25, rolledBack: ['8@old', '7@old'] },
  });
  const target = targetAt('7@old', { weights: { 8: 0.25 }, journal: left });
  t.is(
    describeInterruption('b1', [target]).text,
    'b1 was interrupted: target prod is to leave 8@old, and its last accepted pair is 6@new',
  );
});
