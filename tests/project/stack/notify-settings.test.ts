import test from 'ava';
import { notifiedEvents, notifySettings } from '../../../stack/notify-settings.ts';

const url = 'https://hooks.test/a';

test('a webhook needs an address, and is told of everything as JSON', (t) => {
  t.deepEqual(notifySettings.parse([{ url }, { urlFrom: 'CHAT_URL', on: ['put back'] }]), [
    { url, format: 'json', on: [...notifiedEvents] },
    { urlFrom: 'CHAT_URL', format: 'json', on: ['put back'] },
  ]);
});

test('plain HTTP is for this machine', (t) => {
  t.true(notifySettings.safeParse([{ url: 'http://127.0.0.1:1/a' }]).success);
  t.true(notifySettings.safeParse([{ url: 'http://localhost:1/a' }]).success);
});

const secret = 'T0-secret';

for (const [name, webhook] of [
  ['no address', {}],
  ['two', { url, urlFrom: 'CHAT_URL' }],
  ['plain HTTP', { url: `http://hooks.test/${secret}` }],
  ['a host that only looks like this machine', { url: `http://localhost.test/${secret}` }],
  ['a password', { url: `https://a:${secret}@hooks.test` }],
  ['no URL', { url: secret }],
  ['what Pulumi encrypted', { url: { secure: secret } }],
  ['a variable that cannot be', { urlFrom: `https://hooks.test/${secret}` }],
  ['another format', { url, format: 'email' }],
  ['nothing to tell of', { url, on: [] }],
  ['an event that there is not', { url, on: ['deployed'] }],
  ['another key', { url, retries: 3 }],
] as const) {
  test(`${name} is refused, and not repeated`, (t) => {
    const { success, error } = notifySettings.safeParse([webhook]);
    t.false(success);
    t.false(error?.message.includes(secret));
  });
}
