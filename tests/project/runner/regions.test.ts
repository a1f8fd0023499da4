import test from 'ava';
import { inEach, inEachToTheEnd, inWaves, reporterIn } from '../../../runner/regions.ts';
import type { ReleaseEvent } from '../../../runner/report/events.ts';
import { greetingSettings } from '../_helpers/greeting.ts';

const { program, ...rest } = greetingSettings('local');
const regions = ['eu-west-1', 'us-east-1', 'ap-southeast-2'];
const settings = { ...rest, program: { ...program, regions } };
const places = regions.map((region) => ({ context: { settings: { ...settings, region } } }));
const namesOf = (waves: readonly (readonly (typeof places)[number][])[]) =>
  waves.map((wave) => wave.map(({ context }) => context.settings.region));

test('the first target goes everywhere at once, the others wave by wave', (t) => {
  t.deepEqual(namesOf(inWaves(places, settings, 0)), [regions]);
  t.deepEqual(namesOf(inWaves(places, settings, 1)), [
    ['eu-west-1'],
    ['us-east-1', 'ap-southeast-2'],
  ]);
});

test('a wave whose regions are all skipped is none', (t) => {
  t.deepEqual(namesOf(inWaves(places.slice(1), settings, 1)), [['us-east-1', 'ap-southeast-2']]);
});

test('where it fails in one region the others are told to stop, and waited for', async (t) => {
  const stop = new AbortController();
  const ended: string[] = [];
  const failing = inEach(stop, ['red', 'slow'], async (place) => {
    if (place === 'red') {
      throw new Error('red');
    }
    await new Promise((resolve) => {
      stop.signal.addEventListener('abort', resolve);
    });
    ended.push(place);
  });
  await t.throwsAsync(failing, { message: 'red' });
  t.deepEqual(ended, ['slow']);
});

test('what is not to stop anywhere goes on, and then tells what failed', async (t) => {
  const ended: string[] = [];
  const failing = inEachToTheEnd(['lost', 'fine'], async (place) => {
    await Promise.resolve();
    if (place === 'lost') {
      throw new Error('lost');
    }
    ended.push(place);
  });
  await t.throwsAsync(failing, { message: 'lost' });
  t.deepEqual(ended, ['fine']);
});

test('events of a step say in which region it is, and what is of the run is left as it is', (t) => {
  const told: ReleaseEvent[] = [];
  const reporter = reporterIn('us-east-1', {
    report: (event) => told.push(event),
    close: () => undefined,
  });
  reporter.report({ kind: 'output', step: 'api-tier-prod', text: 'red' });
  reporter.report({ kind: 'note', text: '  slow' });
  reporter.report({ kind: 'wait', what: 'every host knows', seconds: 1 });
  reporter.report({ kind: 'candidate', version: '7', deployment: 'd' });
  reporter.report({ kind: 'source' });
  t.deepEqual(told, [
    { kind: 'output', step: 'api-tier-prod@us-east-1', text: 'red' },
    { kind: 'note', text: 'us-east-1: slow' },
    { kind: 'wait', what: 'every host knows (us-east-1)', seconds: 1 },
    { kind: 'candidate', version: '7', deployment: 'd', region: 'us-east-1' },
    { kind: 'source' },
  ]);
});
