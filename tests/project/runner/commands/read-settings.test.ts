import test from 'ava';
import { parseSettings, SettingsError } from '../../../../stack/settings.ts';

test('a function name is all that has to be configured', (t) => {
  const { targets, manageApiGatewayAccount } = parseSettings({ function: { name: 'greeting' } });
  t.deepEqual(
    targets.map(({ name, alias, apiStage }) => [name, alias, apiStage]),
    [
      ['stage', 'STAGE', 'stage'],
      ['prod', 'PROD', 'prod'],
    ],
  );
  t.false(manageApiGatewayAccount);
});

test('a flag that Pulumi wrote back as text is a flag', (t) => {
  const settings = { function: { name: 'greeting' }, manageApiGatewayAccount: 'true' };
  t.true(parseSettings(settings).manageApiGatewayAccount);
});

test('all problems are told together, with their dotted paths', (t) => {
  const target = { name: 'stage', alias: 'STAGE', apiStage: 'stage' };
  const error = t.throws(
    () =>
      parseSettings({
        function: { name: 'no spaces', memorySize: 1, colour: 'red' },
        targets: [target, { ...target, alias: 'RELEASE' }, { ...target, alias: 'A_STANDBY' }],
      }),
    { instanceOf: SettingsError },
  );
  for (const path of [
    'function.name',
    'function.memorySize',
    'function',
    'targets[1].alias',
    'targets[2].alias',
  ]) {
    t.true(
      error.problems.some((problem) => problem.startsWith(`${path}:`)),
      `${path} in ${error.problems.join('; ')}`,
    );
  }
});

test('two targets cannot share an alias, a stage or a name', (t) => {
  const target = { name: 'stage', alias: 'STAGE', apiStage: 'stage' };
  const error = t.throws(
    () => parseSettings({ function: { name: 'greeting' }, targets: [target, target] }),
    { instanceOf: SettingsError },
  );
  t.deepEqual(
    error.problems.map((problem) => problem.split(':')[0]),
    ['targets[1].name', 'targets[1].alias', 'targets[1].apiStage'],
  );
});

test('what two targets share is told beside all that else is wrong with them', (t) => {
  const target = { name: 'stage', alias: 'STAGE', apiStage: 'stage' };
  const targets = [target, { ...target, name: 'prod', logging: 'LOUD' }, { alias: 7 }, 'prod'];
  const error = t.throws(
    () => parseSettings({ function: { name: 'no spaces' }, targets: [...targets, { alias: 7 }] }),
    { instanceOf: SettingsError },
  );
  t.deepEqual(error.problems.map((problem) => problem.split(':')[0]).sort(), [
    'function.name',
    'targets[1].alias',
    'targets[1].apiStage',
    'targets[1].logging',
    'targets[2].alias',
    'targets[2].apiStage',
    'targets[2].name',
    'targets[3]',
    'targets[4].alias',
    'targets[4].apiStage',
    'targets[4].name',
  ]);
});

test('targets that are no list are one problem', (t) => {
  const error = t.throws(() => parseSettings({ function: { name: 'greeting' }, targets: 'prod' }), {
    instanceOf: SettingsError,
  });
  t.is(error.problems.length, 1);
});

const stage = { name: 'stage', alias: 'STAGE', apiStage: 'stage' };
const prod = { name: 'prod', alias: 'PROD', apiStage: 'prod' };

test('a rollout has defaults for all but its steps', (t) => {
  const rollout = { steps: [0.5, 25, 50] };
  const { targets } = parseSettings({
    function: { name: 'greeting' },
    targets: [stage, { ...prod, approval: 'required', rollout }],
  });
  t.deepEqual(targets[1]?.rollout, {
    steps: [0.5, 25, 50],
    interval: 60,
    judge: {
      level: 0.01,
      minSamples: 30,
      deadline: 600,
      maxErrorRate: 0.1,
      latencyEffect: 0.3,
      probesPerSecond: 10,
      alarms: [],
    },
  });
});

for (const [title, first, second, path] of [
  ['steps that do not grow', stage, { ...prod, rollout: { steps: [25, 5] } }, '[1].rollout.steps'],
  ['a step of everything', stage, { ...prod, rollout: { steps: [100] } }, '[1].rollout.steps[0]'],
  ['no step', stage, { ...prod, rollout: { steps: [] } }, '[1].rollout.steps'],
  ['a step too fine', stage, { ...prod, rollout: { steps: [0.55] } }, '[1].rollout.steps[0]'],
  ['approval before anything was tested', { ...stage, approval: 'required' }, prod, '[0].approval'],
] as const) {
  test(`${title} is refused`, (t) => {
    const settings = { function: { name: 'greeting' }, targets: [first, second] };
    const error = t.throws(() => parseSettings(settings), { instanceOf: SettingsError });
    t.deepEqual(
      error.problems.map((problem) => problem.split(':')[0]),
      [`targets${path}`],
    );
  });
}
