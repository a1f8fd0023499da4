import test from 'ava';
import { UsageError } from '../../../../runner/errors.ts';
import { hideSecrets } from '../../../../runner/gates/hide-secrets.ts';
import { readGateRequests } from '../../../../runner/pulumi/gate-requests.ts';
import { releaseSettings } from '../../../../stack/release-settings.ts';

const key = 's3cret-key';
const encrypted = { secure: 'v1:x' };

const settingsWith = (release: object) => ({
  stack: 'local',
  release: releaseSettings.parse({ readinessPath: '/orders', ...release }),
});

const programWith = (release: unknown) => () =>
  Promise.resolve({ setting: () => Promise.resolve(release) });

const notAsked = () => Promise.reject(new Error('not asked'));

test('where nothing is encrypted, Pulumi is not asked', async (t) => {
  const headers = { accept: 'text/plain' };
  t.deepEqual(await readGateRequests(settingsWith({ headers }), notAsked), {
    headers,
    readiness: { method: 'GET', path: '/orders', headers },
    secrets: [],
  });
});

test('what is encrypted is sent, and taken out of what is shown', async (t) => {
  const sent = { accept: 'text/plain', 'x-api-key': key };
  const settings = settingsWith({ headers: { accept: 'text/plain', 'x-api-key': encrypted } });
  const requests = await readGateRequests(settings, programWith({ headers: sent }));
  t.deepEqual(requests, {
    headers: sent,
    readiness: { method: 'GET', path: '/orders', headers: sent },
    secrets: [key],
  });
  t.is(hideSecrets(`text/plain ${key}, ${key}`, requests), 'text/plain [secret], [secret]');
});

const post = { readinessMethod: 'POST' };

test('a body is JSON, which the tests of the api tier are not told', async (t) => {
  const settings = settingsWith({ ...post, readinessBody: { lines: [{ article: 'tea' }] } });
  t.deepEqual(await readGateRequests(settings, notAsked), {
    headers: {},
    readiness: {
      method: 'POST',
      path: '/orders',
      headers: { 'content-type': 'application/json' },
      body: '{"lines":[{"article":"tea"}]}',
    },
    secrets: [],
  });
});

test('a text is sent as it is, by the type that the headers name', async (t) => {
  const headers = { 'Content-Type': 'text/csv' };
  const settings = settingsWith({ ...post, headers, readinessBody: 'a,b' });
  const { readiness } = await readGateRequests(settings, notAsked);
  t.deepEqual(readiness, { method: 'POST', path: '/orders', headers, body: 'a,b' });
});

test('a secret may be at any depth of the body, and is hidden also as it is within JSON', async (t) => {
  const quoted = 'with "quotes"';
  const settings = settingsWith({
    ...post,
    readinessBody: { of: [{ customer: 'ada' }, { token: encrypted }], pin: encrypted },
  });
  const readinessBody = { of: [{ customer: 'ada' }, { token: key }], pin: quoted };
  const requests = await readGateRequests(settings, programWith({ readinessBody }));
  t.is(requests.readiness.body, JSON.stringify(readinessBody));
  t.deepEqual(requests.secrets, [key, quoted]);
  t.is(
    hideSecrets(`${requests.readiness.body ?? ''} ${quoted}`, requests),
    '{"of":[{"customer":"ada"},{"token":"[secret]"}],"pin":"[secret]"} [secret]',
  );
});

test('a whole body may be a secret', async (t) => {
  const settings = settingsWith({ ...post, readinessBody: encrypted });
  const requests = await readGateRequests(settings, programWith({ readinessBody: key }));
  t.is(requests.readiness.body, key);
  t.deepEqual(requests.secrets, [key]);
});

test('what was encrypted and is no header is refused, and not shown', async (t) => {
  const reading = readGateRequests(
    settingsWith({ headers: { 'x-api-key': encrypted } }),
    programWith({ headers: { 'x-api-key': `${key}\n` } }),
  );
  const error = await t.throwsAsync(reading, {
    instanceOf: UsageError,
    message: /release\.headers \(x-api-key\) must be printable/,
  });
  t.false(error.message.includes(key));
});
