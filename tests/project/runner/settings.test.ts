import test from 'ava';
import { parseSettings, SettingsError } from '../../../infra/settings.ts';

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
        targets: [target, { ...target, alias: 'RELEASE' }, { ...target, alias: 'A_NEXT' }],
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
