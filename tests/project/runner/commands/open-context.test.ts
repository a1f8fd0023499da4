import test from 'ava';
import { openContext } from '../../../../runner/commands/open-context.ts';
import { EarlyTiers } from '../../../../runner/gates/early-tiers.ts';
import { greetingSettings } from '../../_helpers/greeting.ts';

const regions = ['eu-west-1', 'us-east-1', 'ap-southeast-2'];

test('what a run is told counts in each of its regions', (t) => {
  const settings = greetingSettings('local');
  const stop = new AbortController();
  const told = {
    bundle: () => Promise.reject(new Error('not asked for')),
    stop,
    isDryRun: true,
    earlyTiers: new EarlyTiers(settings.release, stop.signal),
    mustProvision: true,
    isAgain: true,
    isContinued: true,
    until: 'stage',
    ignoredAlarms: ['errors'],
  };
  const context = openContext({
    ...told,
    settings: { ...settings, program: { ...settings.program, regions } },
    reporter: { events: [], report: () => undefined, close: () => undefined },
  });
  t.deepEqual(
    context.regions?.map((each) => each.settings.region),
    regions,
  );
  for (const each of [context, ...(context.regions ?? [])]) {
    t.like(each, told);
  }
});
