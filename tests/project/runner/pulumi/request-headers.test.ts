import test from 'ava';
import { UsageError } from '../../../../runner/errors.ts';
import { hideSecrets } from '../../../../runner/gates/request-headers.ts';
import { readRequestHeaders } from '../../../../runner/pulumi/request-headers.ts';
import type { Settings } from '../../../../stack/stack-file.ts';
import { greetingSettings } from '../../_helpers/greeting.ts';

const key = 's3cret-key';
const encrypted = { secure: 'v1:x' };

function settingsWith(headers: Settings['release']['headers']): Settings {
  const settings = greetingSettings('local');
  return { ...settings, release: { ...settings.release, headers } };
}

const programWith = (headers: unknown) => () =>
  Promise.resolve({ setting: () => Promise.resolve({ headers }) });

test('where nothing is encrypted, Pulumi is not asked', async (t) => {
  const headers = await readRequestHeaders(settingsWith({ accept: 'text/plain' }), () =>
    Promise.reject(new Error('not asked')),
  );
  t.deepEqual(headers, { sent: { accept: 'text/plain' }, secrets: [] });
});

test('what is encrypted is sent, and taken out of what is shown', async (t) => {
  const sent = { accept: 'text/plain', 'x-api-key': key };
  const settings = settingsWith({ accept: 'text/plain', 'x-api-key': encrypted });
  const headers = await readRequestHeaders(settings, programWith(sent));
  t.deepEqual(headers, { sent, secrets: [key] });
  t.is(hideSecrets(`text/plain ${key}, ${key}`, headers), 'text/plain [secret], [secret]');
});

test('what was encrypted and is no header is refused, and not shown', async (t) => {
  const reading = readRequestHeaders(
    settingsWith({ 'x-api-key': encrypted }),
    programWith({ 'x-api-key': `${key}\n` }),
  );
  const error = await t.throwsAsync(reading, {
    instanceOf: UsageError,
    message: /release\.headers \(x-api-key\) must be printable/,
  });
  t.false(error.message.includes(key));
});
