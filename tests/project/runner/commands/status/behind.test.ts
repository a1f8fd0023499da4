import test from 'ava';
import { findBehind } from '../../../../../runner/commands/status/behind.ts';
import { formatProblem } from '../../../../../runner/report/message.ts';
import { npmRun } from '../../../../../runner/report/next.ts';
import { project } from '../../../../../stack/project.ts';
import { parseStackFile } from '../../../../../stack/stack-file.ts';
import { journal, pair, targetAt } from '../../_targets.ts';

const settingsWith = (prod: object, ...between: readonly object[]) =>
  parseStackFile('dev', {
    config: {
      'aws:region': 'eu-west-1',
      [`${project}:function`]: { name: 'greeting' },
      [`${project}:targets`]: [
        { name: 'stage', alias: 'STAGE', apiStage: 'stage' },
        ...between,
        { name: 'prod', alias: 'PROD', apiStage: 'prod', ...prod },
      ],
    },
  });

const tested = targetAt('7@new', {
  name: 'stage',
  journal: journal('accepted', '7@new', ['6@old']),
});
const target = targetAt('6@old', { journal: journal('accepted', '6@old', ['5@old']) });
const waiting = { target, pair: pair('7@new') };

/** Of the target that is behind. */
const find = (settings: ReturnType<typeof settingsWith>) =>
  findBehind([tested, target], settings) ?? { text: 'nothing', next: {} };

test('what is behind a target that asks for approval waits for it', (t) => {
  const { text, next, ...behind } = find(settingsWith({ approval: 'required' }));
  t.deepEqual(behind, { waiting });
  t.is(
    formatProblem({ message: text, next }, 'dev'),
    '7@new waits for approval before target prod. Next: npm run release -- --stack dev --continue',
  );
});

test('where nobody has to approve, nothing waits, as after a gate that was red', (t) => {
  const { text, next, ...behind } = find(settingsWith({}));
  t.deepEqual(behind, { waiting: undefined });
  t.is(
    formatProblem({ message: text, next }, 'dev'),
    '7@new is accepted on target stage, and not on target prod. Next: npm run release -- --stack dev',
  );
});

test('behind a target that is not there yet nothing is known', (t) => {
  const beta = { name: 'beta', alias: 'BETA', apiStage: 'beta' };
  t.is(findBehind([tested, target], settingsWith({}, beta)), undefined);
  const last = { ...target, name: 'beta' };
  t.deepEqual(findBehind([tested, last], settingsWith({}, beta))?.next.command, npmRun('release'));
});
