import test from 'ava';
import { choosePlaces } from '../../../../runner/commands/choose-places.ts';
import { UsageError } from '../../../../runner/errors.ts';
import { greetingSettings } from '../../_helpers/greeting.ts';

const { program, ...rest } = greetingSettings('local');
const settings = { ...rest, program: { ...program, regions: ['eu-west-1', 'us-east-1'] } };

test('a command works in all regions, the home region first', (t) => {
  t.deepEqual(choosePlaces(settings, {}), { names: ['eu-west-1', 'us-east-1'], skipped: [] });
});

test('in one, and without one', (t) => {
  t.deepEqual(choosePlaces(settings, { region: 'us-east-1' }).names, ['us-east-1']);
  t.deepEqual(choosePlaces(settings, { 'skip-region': ['eu-west-1'] }), {
    names: ['us-east-1'],
    skipped: ['eu-west-1'],
  });
});

for (const [title, given, message] of [
  ['a region that is none of its', { region: 'sa-east-1' }, /is not in region sa-east-1/],
  ['another one that is skipped', { 'skip-region': ['sa-east-1'] }, /is not in region sa-east-1/],
  [
    'all that there are, skipped',
    { 'skip-region': ['eu-west-1', 'us-east-1'] },
    /is in eu-west-1, us-east-1 alone, and all that is skipped/,
  ],
] as const) {
  test(`${title} is refused`, (t) => {
    t.throws(() => choosePlaces(settings, given), { instanceOf: UsageError, message });
  });
}
