import test from 'ava';
import { howToRetire, stillCalled } from '../../../../../runner/commands/retire/recent-requests.ts';
import { advise, npmRun } from '../../../../../runner/report/next.ts';

const retiring = { target: 'beta' };

test('what nobody calls is retired without a terminal by --yes', (t) => {
  t.deepEqual(
    howToRetire(retiring, { mayBeCalled: false, requests: 0 }),
    advise(npmRun('retire', '--target', 'beta', '--yes')),
  );
});

test('what is called is not, and that is said at once', (t) => {
  const next = howToRetire(retiring, { mayBeCalled: false, requests: 3 });
  t.deepEqual(next.command, npmRun('retire', '--target', 'beta'));
  t.regex(next.text ?? '', /in a terminal$/);
  t.deepEqual(stillCalled(retiring, 3).next, next);
});

test('a domain goes by --yes, whoever calls its target by another name', (t) => {
  const domain = { target: 'beta', domain: 'beta.example.test' };
  t.deepEqual(
    howToRetire(domain, { mayBeCalled: true, requests: 3 }),
    advise(npmRun('retire', '--domain', 'beta.example.test', '--yes')),
  );
});
