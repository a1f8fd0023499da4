import test from 'ava';
import { EnvironmentError, GateError, Interrupted, ReleaseError } from '../../../runner/errors.ts';
import type { Outcome } from '../../../runner/failed-run.ts';
import { tellInterrupted } from '../../../runner/interrupted-rollback.ts';
import { formatNext } from '../../../runner/report/message.ts';
import { advise, npmRun } from '../../../runner/report/next.ts';
import type { Target } from '../../../runner/traffic/target.ts';
import { findWayBack } from '../../../runner/traffic/way-back.ts';
import { greetingSettings } from '../_helpers/greeting.ts';
import { journal, targetAt } from './_targets.ts';

const settings = greetingSettings('local');
const several = {
  ...settings,
  program: { ...settings.program, regions: ['eu-west-1', 'us-east-1'] },
  region: 'us-east-1',
};
const typed = advise(npmRun('rollback', '--target', 'prod'));
const interrupted = new Interrupted('The rollback was interrupted', typed);

const prod = (served: string, region?: string): Target => ({
  ...targetAt(served, { journal: journal('accepted', '7@new', ['6@old']) }),
  ...(region !== undefined && { region }),
});
const now = (targets: readonly Target[], putBack: Outcome['putBack'] = []): Outcome => ({
  putBack,
  problems: [],
  sight: { kind: 'now', broken: [], targets },
});
const ways = (...regions: readonly string[]) =>
  regions.map((region) => findWayBack(prod('7@new', region), {}));

function next(...args: Parameters<typeof tellInterrupted>): string {
  const told = tellInterrupted(...args);
  return told instanceof ReleaseError ? formatNext(told.next, 'local') : String(told);
}

test('what was chosen is named, in its region', (t) => {
  const way = findWayBack(prod('7@new'), {});
  const same = 'npm run rollback -- --target prod --to 6@old';
  t.is(next(interrupted, { ways: [way] }, now([]), settings), same);
  t.is(next(interrupted, { ways: [way] }, now([]), several), `${same} --region us-east-1`);
  const ungated = findWayBack(prod('7@new'), { to: '9', isUngated: true });
  const also = 'npm run rollback -- --target prod --to 9@new --ungated';
  t.is(next(interrupted, { ways: [ungated] }, now([]), settings), also);
  const tested = { ways: [way], isTested: true };
  t.is(next(interrupted, tested, now([]), settings), `${same} --test`);
});

test('where putting back completed it, it is only to be looked at', (t) => {
  const way = findWayBack(prod('7@new'), {});
  t.is(next(interrupted, { ways: [way] }, now([], [{ name: 'prod' }]), settings), 'npm run status');
});

test('in several regions the same is typed until all are back', (t) => {
  const both = ways('eu-west-1', 'us-east-1');
  const again = 'npm run rollback -- --target prod';
  const left = now([prod('6@old', 'eu-west-1'), prod('7@new', 'us-east-1')]);
  t.is(next(interrupted, { ways: both }, left, several), again);
  const done = now([prod('6@old', 'eu-west-1'), prod('6@old', 'us-east-1')]);
  t.is(next(interrupted, { ways: both }, done, several), 'npm run status');
  t.is(next(interrupted, { ways: both }, { ...done, sight: { kind: 'nothing' } }, several), again);
});

test('what failed on the way, and is to be run again, names it as well', (t) => {
  const away = new EnvironmentError('AWS cannot be reached', {
    text: 'check the network, then run the command again',
  });
  const [way] = ways('eu-west-1');
  t.is(
    next(away, { ways: way ? [way] : [] }, now([]), settings),
    'check the network, then run the command again: npm run rollback -- --target prod --to 6@old',
  );
  const other = new EnvironmentError('A secret is missing', advise(npmRun('status')));
  t.is(tellInterrupted(other, { ways: way ? [way] : [] }, now([]), settings), other);
});

test('before anything was chosen, and where nobody stopped it, what is told stays', (t) => {
  t.is(next(interrupted, { ways: [] }, now([]), settings), 'npm run rollback -- --target prod');
  const red = new GateError('red', typed);
  t.is(tellInterrupted(red, { ways: ways('eu-west-1') }, now([]), settings), red);
});
