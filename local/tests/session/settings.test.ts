import test from 'ava';
import { readSettings } from '../../session/settings.ts';
import { SessionError } from '../../session/errors.ts';

test('settings have defaults, and the environment changes them', (t) => {
  t.like(readSettings({}), { port: undefined, region: 'eu-west-1', lingerMs: 5000 });
  const settings = readSettings({
    LOCAL_AWS_PORT: '20002',
    LOCAL_AWS_REGION: 'us-gov-west-1',
    LOCAL_AWS_DIR: '/tmp/elsewhere',
  });
  t.like(settings, { port: 20_002, region: 'us-gov-west-1' });
  t.is(settings.folder.state, '/tmp/elsewhere/state');
});

const refused = test.macro({
  exec: (t, name: string, value: string) => {
    const error = t.throws(() => readSettings({ [name]: value }), { instanceOf: SessionError });
    t.is(error.status, 2);
    t.true(error.message.includes(name));
  },
  title: (_, name: string, value: string) => `${name}=${value} is wrong usage`,
});

test(refused, 'LOCAL_AWS_PORT', 'eighty');

test(refused, 'LOCAL_AWS_PORT', '70000');

test(refused, 'LOCAL_AWS_REGION', '../etc');

test(refused, 'LOCAL_AWS_LINGER_MS', '-1');

test(refused, 'LOCAL_AWS_LAG', 'alias=soon');

test('a lag is left to the server unless the environment has one', (t) => {
  t.is(readSettings({}).lag, undefined);
  t.is(readSettings({ LOCAL_AWS_LAG: '' }).lag, undefined);
  t.like(readSettings({ LOCAL_AWS_LAG: 'alias=2,stage=5' }).lag, { alias: 2, stage: 5, read: 0 });
});
