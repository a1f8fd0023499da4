import test from 'ava';
import { describeOther } from '../../../../../runner/commands/status/other-code.ts';
import { formatProblem } from '../../../../../runner/report/message.ts';
import { journal, targetAt } from '../../_targets.ts';

const regions = ['eu-west-1', 'us-east-1'] as const;

function say(code: readonly [string, string], rolledBack?: readonly string[]): string | undefined {
  const served = regions.map((region, index) => {
    const codeSha256 = code[index] ?? '';
    return { target: 'prod', region, codeSha256, version: '7' };
  });
  const targets = regions.map((region, index) => {
    const isBack = index === 1 && rolledBack !== undefined;
    const written = journal('accepted', '6@old', ['5@old'], isBack ? { rolledBack } : {});
    return { ...targetAt('6@old', { journal: written }), region };
  });
  const found = describeOther(served, targets);
  return found && formatProblem({ message: found.text, next: found.next }, 'local');
}

test('regions that serve the same code are nothing to tell of', (t) => {
  t.is(say(['one', 'one']), undefined);
});

test('a region that a release left is caught up by the next one', (t) => {
  t.is(
    say(['two', 'one']),
    'Not the same code as in the other regions: prod in us-east-1. Next: npm run release',
  );
});

test('a region that was rolled back is caught up only by --again', (t) => {
  t.regex(
    say(['two', 'one'], ['7@new']) ?? '',
    /Next: to promote again what was rolled back from: npm run release -- --again$/,
  );
});
