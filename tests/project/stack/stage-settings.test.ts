import test from 'ava';
import { parseSettings } from '../../../stack/settings.ts';
import {
  compareStageSettings,
  formatDifferences,
  settingsByStage,
} from '../../../stack/stage-settings.ts';

const targetsOf = (prod: object) =>
  parseSettings({
    function: { name: 'greeting' },
    targets: [{ name: 'prod', alias: 'PROD', apiStage: 'v1', ...prod }],
  }).targets;

test('they are known by the API stage, and data are traced only where something is logged', (t) => {
  t.deepEqual(settingsByStage(targetsOf({ logging: 'OFF', dataTrace: true })), {
    v1: {
      throttling: { rateLimit: 1000, burstLimit: 2000 },
      logging: 'OFF',
      dataTrace: false,
      variables: {},
    },
  });
});

test('each setting that differs is named as the configuration calls it', (t) => {
  const [is] = Object.values(settingsByStage(targetsOf({ variables: { table: 'orders' } })));
  const [wanted] = Object.values(
    settingsByStage(
      targetsOf({
        throttling: { rateLimit: 7, burstLimit: 2000 },
        logging: 'ERROR',
        variables: { colour: 'green' },
      }),
    ),
  );
  if (is === undefined || wanted === undefined) {
    return t.fail();
  }
  t.deepEqual(compareStageSettings(is, is), []);
  t.is(
    formatDifferences(compareStageSettings(is, wanted)),
    'throttling.rateLimit 1000 → 7, logging INFO → ERROR, variables.table orders → none, variables.colour none → green',
  );
});
