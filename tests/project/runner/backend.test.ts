import test from 'ava';
import { boundsOf, isExpectedWarning, withEndpoint } from '../../../runner/backend.ts';
import { UsageError } from '../../../runner/errors.ts';
import { greetingSettings } from '../_helpers/greeting.ts';

const instant = { alias: 0, stage: 0, read: 0 };

test.serial('the stack local waits as long as the embedded AWS was told to lag', (t) => {
  const settings = greetingSettings('local');
  t.teardown(() => {
    delete process.env.LOCAL_AWS_LAG;
  });
  t.deepEqual(boundsOf(settings), instant);
  process.env.LOCAL_AWS_LAG = 'alias=2,stage=5,permission=1,read=0.5,quotas=on';
  t.deepEqual(boundsOf(settings), { alias: 2, stage: 5, read: 0.5 });
  process.env.LOCAL_AWS_LAG = 'stage=3';
  t.deepEqual(boundsOf(settings), { ...instant, stage: 3 });
});

test.serial('a stack on AWS waits as long as its settings say', (t) => {
  process.env.LOCAL_AWS_LAG = 'alias=2';
  t.teardown(() => {
    delete process.env.LOCAL_AWS_LAG;
  });
  t.deepEqual(boundsOf(greetingSettings('dev')), { alias: 5, stage: 10, read: 2 });
});

test("the embedded AWS's own provider on the PATH is expected there, and nowhere else", (t) => {
  const warning =
    'using pulumi-resource-aws from $PATH at /home/ada/local/provider/bin/pulumi-resource-aws';
  t.true(isExpectedWarning('local', warning));
  t.false(isExpectedWarning('dev', warning));
  t.false(isExpectedWarning('local', 'Queue jobs: not modelled'));
});

test('nobody signs in to the embedded AWS', (t) => {
  const settings = greetingSettings('local');
  const signIn = { ...settings.signIn, profile: 'company' };
  const error = t.throws(() => withEndpoint({ ...settings, signIn }), { instanceOf: UsageError });
  t.regex(error.message, /^Stack local is on the embedded AWS, .* its settings have aws:profile$/);
});

test('the settings of a stack on the embedded AWS name no other endpoint', (t) => {
  const settings = greetingSettings('local');
  const program = { ...settings.program, endpoint: 'http://localhost:4566' };
  const error = t.throws(() => withEndpoint({ ...settings, program }), { instanceOf: UsageError });
  t.regex(
    error.message,
    /^Stack local is on the embedded AWS, but .*:endpoint in its settings says http:/,
  );
  t.is(error.next.text, 'take that out of Pulumi.local.yaml');
});
