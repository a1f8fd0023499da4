import test from 'ava';
import { ciSettings } from '../../../stack/ci-settings.ts';

const accepts = (github: unknown) => ciSettings.safeParse({ github }).success;

test('nothing is made for CI unless it is asked for', (t) => {
  t.deepEqual(ciSettings.parse({}), {});
});

test('a repository releases from the environments stage and prod', (t) => {
  t.deepEqual(ciSettings.parse({ github: { repository: 'ada/greeting' } }).github, {
    repository: 'ada/greeting',
    environments: ['stage', 'prod'],
  });
});

test('what would trust more than one repository and its environments is refused', (t) => {
  t.true(accepts({ repository: 'ada@12/greeting@34', environments: ['prod'] }));
  t.false(accepts({}));
  t.false(accepts({ repository: 'ada' }));
  t.false(accepts({ repository: 'ada/*' }));
  t.false(accepts({ repository: 'ada/greeting:ref' }));
  t.false(accepts({ repository: 'ada/greeting', environments: [] }));
  t.false(accepts({ repository: 'ada/greeting', environments: ['*'] }));
  t.false(accepts({ repository: 'ada/greeting', environment: 'prod' }));
});
