import test from 'ava';
import type { ReleaseContext } from '../../../runner/context.ts';
import { Place } from '../../../runner/place.ts';
import { leastSeconds } from '../../../runner/rollout-time.ts';
import type { Settings } from '../../../stack/stack-file.ts';
import { greetingSettings } from '../_helpers/greeting.ts';
import { quickRollout } from '../behaviour/release/_rollout.ts';
import { journal, pair, targetAt } from './_targets.ts';

const regions = ['eu-west-1', 'us-east-1', 'ap-southeast-2', 'eu-west-2'];
const rollout = { ...quickRollout(), interval: 600 };

/** `stage` is watched for a minute, and `prod` rolled out by steps of ten. */
const settings = ((): Settings => {
  const local = greetingSettings('local');
  const [stage, prod] = local.program.targets.map((target) => ({ ...target, rollout: undefined }));
  if (stage === undefined || prod === undefined) {
    throw new Error('There are two targets');
  }
  const targets = [
    { ...stage, bake: 60 },
    { ...prod, rollout },
  ];
  return {
    ...local,
    homeRegion: 'eu-west-1',
    program: {
      ...local.program,
      targets,
      regions,
      waves: [['eu-west-1'], ['us-east-1', 'ap-southeast-2'], ['eu-west-2']],
    },
  };
})();

/** @param percents that are left of the rollout of `prod` there. */
function placeIn(region: string, percents: readonly number[], stage = '1@old'): Place {
  const context = { settings: { ...settings, region } } as ReleaseContext;
  const targets = [
    targetAt(stage, { name: 'stage', journal: journal('accepted', stage) }),
    targetAt('1@old', { journal: journal('accepted', '1@old') }),
  ];
  return new Place(context, pair('2@old'), new Map([['prod', { percents, rollout }]]), targets);
}

const [home = '', east = '', southeast = '', west = ''] = regions;

test('of the first target all regions come at once, and of each other one wave by wave', (t) => {
  const places = [
    placeIn(home, [20, 50]),
    placeIn(east, [50]),
    placeIn(southeast, []),
    placeIn(west, [20, 50]),
  ];
  t.is(leastSeconds(places, settings, {}), 60 + 1200 + 600 + 1200);
});

test('regions that are left out take no time, nor what is accepted already', (t) => {
  const places = [placeIn(home, [20, 50], '2@old'), placeIn(west, [20], '2@old')];
  t.is(leastSeconds(places, settings, {}), 1200 + 600);
});

test('what the release stops before takes none', (t) => {
  const places = [placeIn(home, [20, 50])];
  t.is(leastSeconds(places, settings, { until: 'stage' }), 60);
});
