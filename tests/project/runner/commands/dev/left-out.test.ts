import test from 'ava';
import { describeLeftOut } from '../../../../../runner/commands/dev/left-out.ts';
import { greetingSettings } from '../../../_helpers/greeting.ts';

const { program, homeRegion } = greetingSettings('local');
const inRegions = (...regions: readonly string[]) =>
  describeLeftOut({ homeRegion, program: { ...program, regions: [...regions] } });

test('of a stack in several regions it is said which ones stay as they are', (t) => {
  t.is(inRegions(), undefined);
  t.is(inRegions(homeRegion), undefined);
  t.is(
    inRegions(homeRegion, 'us-east-1'),
    `In ${homeRegion} alone: what us-east-1 serves stays as it was released.`,
  );
  t.is(
    inRegions('us-east-1', homeRegion, 'ap-southeast-2'),
    `In ${homeRegion} alone: what us-east-1, ap-southeast-2 serve stays as it was released.`,
  );
});
