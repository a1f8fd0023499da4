import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import test from 'ava';
import { createNotifier } from '../../../../runner/notify/notifier.ts';
import { notifySettings } from '../../../../stack/notify-settings.ts';
import { openWebhook } from '../../_helpers/webhook.ts';
import { id } from '../report/_reports.ts';

type Given = Parameters<typeof notifySettings.parse>[0];

/** A release that nothing waits in: all its events at once. */
async function notify(
  webhooks: Given,
  env: Record<string, string> = {},
  patience = { answerMs: 5_000, endMs: 10_000 },
) {
  const notes: string[] = [];
  const note = (text: string) => notes.push(text);
  const notifier = createNotifier(notifySettings.parse(webhooks), { note, env, patience });
  notifier.report({ kind: 'release', release: id, stack: 'dev', dryRun: false });
  notifier.report({
    kind: 'step-ended',
    step: 'lock',
    title: '',
    outcome: 'done',
    durationMs: 1,
    detail: '',
  });
  notifier.report({ kind: 'ended', outcome: 'released', status: 0 });
  const startedAt = performance.now();
  await notifier.settle();
  return { notes, tookMs: performance.now() - startedAt };
}

const eventsOf = ({ posted }: Awaited<ReturnType<typeof openWebhook>>) =>
  posted.map(({ body: { event } }) => event);

test('each webhook is told in order of what it asks for', async (t) => {
  const all = await openWebhook(t);
  const some = await openWebhook(t);
  const { notes } = await notify(
    [{ url: all.url }, { urlFrom: 'HOOK', on: ['released', 'failed'] }],
    { HOOK: some.url },
  );
  t.deepEqual(eventsOf(all), ['started', 'released']);
  t.deepEqual(eventsOf(some), ['released']);
  t.deepEqual(notes, []);
});

test('a server that is overloaded is asked once more', async (t) => {
  const webhook = await openWebhook(t, 503, 200);
  const { notes } = await notify([{ url: webhook.url, on: ['released'] }]);
  t.deepEqual(eventsOf(webhook), ['released', 'released']);
  t.deepEqual(notes, []);
});

test('one that goes on failing is a note with its host alone', async (t) => {
  const webhook = await openWebhook(t, 500);
  const { notes } = await notify([{ url: `${webhook.url}/s3cret`, on: ['released'] }]);
  t.is(webhook.posted.length, 2);
  t.deepEqual(notes, [`${new URL(webhook.url).host} was not notified (released): it answered 500`]);
});

for (const status of [302, 307, 404]) {
  test(`an answer ${String(status)} is not followed, nor tried again`, async (t) => {
    const webhook = await openWebhook(t, status);
    const { notes } = await notify([{ url: webhook.url, on: ['released'] }]);
    t.deepEqual(
      webhook.posted.map(({ path }) => path),
      ['/hook'],
    );
    t.regex(notes.join(), new RegExp(`it answered ${String(status)}$`));
  });
}

// Alone: another test's server may get the port that is free again.
test.serial('where nobody listens is a note, too', async (t) => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  const host = `127.0.0.1:${String(port)}`;
  const { notes } = await notify([{ url: `http://${host}/s3cret`, on: ['released'] }]);
  t.deepEqual(notes, [
    `${host} was not notified (released): there was no connection (ECONNREFUSED)`,
  ]);
});

test('one that hangs is not asked again, and keeps none of the others waiting', async (t) => {
  const hangs = await openWebhook(t, 'never');
  const answers = await openWebhook(t);
  const patience = { answerMs: 200, endMs: 10_000 };
  const { notes } = await notify(
    [{ url: hangs.url, on: ['released'] }, { url: answers.url }],
    {},
    patience,
  );
  t.deepEqual(eventsOf(hangs), ['released']);
  t.deepEqual(eventsOf(answers), ['started', 'released']);
  t.regex(notes.join(), /\(released\): it did not answer in time$/);
});

test('the end of a run does not wait for long', async (t) => {
  const webhook = await openWebhook(t, 'never');
  const patience = { answerMs: 60_000, endMs: 200 };
  const { notes, tookMs } = await notify([{ url: webhook.url }], {}, patience);
  t.is(notes.length, 2);
  t.true(tookMs < 30_000, String(tookMs));
});

test('a variable that is not set, or holds something else, is said once', async (t) => {
  const { notes } = await notify([{ urlFrom: 'HOOK' }, { urlFrom: 'OTHER' }], {
    OTHER: 'ftp://s3cret',
  });
  t.deepEqual(notes, [
    'Nobody is notified by one webhook: its variable HOOK is not set',
    'Nobody is notified by one webhook: its variable OTHER holds no URL that begins with https://',
  ]);
});
