import test from 'ava';
import { describeBehind } from '../../../../../runner/commands/status/behind.ts';
import { formatProblem } from '../../../../../runner/report/message.ts';
import { project } from '../../../../../stack/project.ts';
import { parseStackFile } from '../../../../../stack/stack-file.ts';
import { journal, pair, targetAt } from '../../_targets.ts';

const settingsWith = (prod: object) =>
  parseStackFile('dev', {
    config: {
      'aws:region': 'eu-west-1',
      [`${project}:function`]: { name: 'greeting' },
      [`${project}:targets`]: [
        { name: 'stage', alias: 'STAGE', apiStage: 'stage' },
        { name: 'prod', alias: 'PROD', apiStage: 'prod', ...prod },
      ],
    },
  });

const waiting = {
  target: targetAt('6@old', { journal: journal('accepted', '6@old', ['5@old']) }),
  pair: pair('7@new'),
};

test('what is behind a target that asks for approval waits for it', (t) => {
  const { text, next, ...behind } = describeBehind(waiting, settingsWith({ approval: 'required' }));
  t.deepEqual(behind, { waiting });
  t.is(
    formatProblem({ message: text, next }, 'dev'),
    '7@new waits for approval before target prod. Next: npm run release -- --stack dev --continue',
  );
});

test('where nobody has to approve, nothing waits, as after a gate that was red', (t) => {
  const { text, next, ...behind } = describeBehind(waiting, settingsWith({}));
  t.deepEqual(behind, { waiting: undefined });
  t.is(
    formatProblem({ message: text, next }, 'dev'),
    '7@new is accepted on target stage, and not on target prod. Next: npm run release -- --stack dev',
  );
});
