import test from 'ava';
import { UsageError } from '../../../../runner/errors.ts';
import { formatNext } from '../../../../runner/report/message.ts';
import { respectRollbacks } from '../../../../runner/steps/rollbacks.ts';
import { journal, pair, targetAt } from '../_targets.ts';

const rolledBack = targetAt('6@old', {
  journal: journal('accepted', '6@old', ['5@old'], { rolledBack: ['8@new', '7@new'] }),
});
const other = targetAt('6@old', { name: 'stage', journal: journal('accepted', '6@old') });

test('what a target was rolled back from is not promoted unasked, and what to do is told', async (t) => {
  for (const candidate of ['7@new', '8@new']) {
    const step = respectRollbacks({}, [other, rolledBack], pair(candidate));
    const error = await t.throwsAsync(step.run(), {
      instanceOf: UsageError,
      message: `Target prod was rolled back from ${candidate} by r1, and code and API definition are still the same`,
    });
    t.is(
      formatNext(error.next, 'local'),
      'change them, or promote this again: npm run release -- --again',
    );
  }
});

test('it is promoted again when that is asked for', async (t) => {
  const step = respectRollbacks({ isAgain: true }, [rolledBack], pair('7@new'));
  await t.notThrowsAsync(step.run());
});

for (const [title, candidate] of [
  ['other code', '9@new'],
  ['another API definition', '7@newer'],
] as const) {
  test(`${title} is promoted`, async (t) => {
    await t.notThrowsAsync(respectRollbacks({}, [other, rolledBack], pair(candidate)).run());
  });
}

test('a rollback is respected also when somebody moved the target since', async (t) => {
  const { description } = rolledBack.alias;
  const moved = targetAt('4@old', { journal: description });
  await t.throwsAsync(respectRollbacks({}, [moved], pair('7@new')).run(), {
    instanceOf: UsageError,
    message: /was rolled back from 7@new by r1,/,
  });
});
