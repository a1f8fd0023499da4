import test from 'ava';
import { tallyPairs } from '../../../../../runner/commands/verify/pair-tally.ts';

test('an answer is whole, mixed, or of no pair', (t) => {
  const texts = ['1@aa', '2@bb', '2@aa', '1@bb', '1@bb', 'status 429', 'no answer (TypeError)'];
  const answers = texts.map((text, sentAt) => ({ text, sentAt }));
  t.deepEqual(tallyPairs(answers, ['1@aa', '2@bb']), { whole: 2, mixed: 3, none: 2 });
});
