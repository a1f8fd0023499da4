import test from 'ava';
import { describeInterruption } from '../../../../../runner/commands/status/interruption.ts';
import { formatProblem } from '../../../../../runner/report/message.ts';
import { formatJournal } from '../../../../../stack/journal.ts';
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
