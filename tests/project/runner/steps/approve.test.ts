import test from 'ava';
import { UsageError } from '../../../../runner/errors.ts';
import { npmRun } from '../../../../runner/report/next.ts';
import { approve } from '../../../../runner/steps/approve.ts';
import { parseStackFile } from '../../../../stack/stack-file.ts';
import { journal, targetAt } from '../_targets.ts';
import { project } from '../../../../stack/project.ts';

const settings = parseStackFile('dev', {
  config: {
    'aws:region': 'eu-west-1',
    [`${project}:function`]: { name: 'greeting' },
    [`${project}:targets`]: [
      { name: 'stage', alias: 'STAGE', apiStage: 'stage' },
      { name: 'prod', alias: 'PROD', apiStage: 'prod', approval: 'required' },
    ],
  },
});
const tested = targetAt('7@new', { name: 'stage', journal: journal('accepted', '7@new') });
const behind = targetAt('6@old', { journal: journal('accepted', '6@old') });

const compared = (version: string | undefined, targets = [tested, behind]) => ({
  targets,
  codeChange:
    version === undefined
      ? ({ kind: 'update', latest: {} } as const)
      : ({ kind: 'none', version } as const),
  isReleased: false,
  hasStrayed: false,
  records: new Map(),
});

test('what was tested is approved for the target that waits', async (t) => {
  const step = approve({ settings }, compared('7'), 'new');
  const approved = await step.run();
  t.is(approved, 'prod');
  t.is(step.detail?.(approved), '7@new for prod');
});

test('what --until stops before is not approved', async (t) => {
  const step = approve({ settings, until: 'stage' }, compared('7'), 'new');
  const error = await t.throwsAsync(step.run(), { instanceOf: UsageError });
  t.is(error.message, 'Target prod is what waits, and --until stage stops before it');
  t.is(await approve({ settings, until: 'prod' }, compared('7'), 'new').run(), 'prod');
});

test('what a rollback took away is approved with --again only', async (t) => {
  const back = targetAt('6@old', {
    journal: journal('accepted', '6@old', [], { rolledBack: ['7@new'] }),
  });
  const comparison = compared('7', [tested, back]);
  await t.throwsAsync(approve({ settings }, comparison, 'new').run(), {
    instanceOf: UsageError,
    message: 'Nothing waits for approval',
  });
  t.is(await approve({ settings, isAgain: true }, comparison, 'new').run(), 'prod');
  const step = approve({ settings, until: 'stage', isAgain: true }, comparison, 'new');
  const error = await t.throwsAsync(step.run(), { instanceOf: UsageError });
  t.deepEqual(error.next.command, npmRun('release', '--continue', '--again'));
});

for (const [title, comparison, deployment] of [
  ['the code here is another', compared(undefined), 'new'],
  ['the API definition here is another', compared('7'), 'newer'],
  ['another version has the code that is here', compared('6'), 'new'],
  ['nothing waits', compared('6', [behind, behind]), 'old'],
] as const) {
  test(`nothing is approved when ${title}`, async (t) => {
    await t.throwsAsync(approve({ settings }, comparison, deployment).run(), {
      instanceOf: UsageError,
    });
  });
}
