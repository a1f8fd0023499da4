import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import test from 'ava';
import { openWebhook } from '../../_helpers/webhook.ts';
import { createCheckout } from './_checkout.ts';
import { functionName } from './_live.ts';

const checkout = await createCheckout({ areTiersGreen: true });
test.after.always(() => checkout.close());

const secret = 'hunter2-and-more';

/** Files that hold the secret, except where the embedded AWS keeps what Lambda keeps. */
async function filesWithSecret(): Promise<string[]> {
  const files = await readdir(checkout.root, { recursive: true, withFileTypes: true });
  const own = files
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name))
    .filter((file) => !file.includes('/node_modules/'))
    .filter((file) => !file.includes('/.local/state/'));
  const found = await Promise.all(
    own.map(async (file) => ((await readFile(file)).includes(secret) ? [file] : [])),
  );
  return found.flat();
}

test.serial(
  'a secret reaches the function, the webhook or the API that it is for, and nothing else',
  async (t) => {
    t.timeout(180_000);
    const key = '  gated-lambda-release:function:\n';
    const notify = '  gated-lambda-release:notify: [{ urlFrom: CHAT_URL }]\n';
    await checkout.edit('Pulumi.local.yaml', key, notify + key);
    // The route takes POSTs alone, and readiness brings the secret in its body.
    await checkout.edit('infra/openapi.yaml', '    get:\n', '    post:\n');
    await checkout.edit(
      'Pulumi.local.yaml',
      '    readinessPath: /greeting\n',
      '    readinessPath: /greeting\n    readinessMethod: POST\n    readinessBody: { of: [] }\n',
    );
    const set = await checkout.run('local', [
      '--',
      ...['pulumi', 'config', 'set', '--stack', 'local', '--secret', '--path'],
      ...['gated-lambda-release:function.environment.TOKEN', secret],
    ]);
    t.is(set.status, 0, set.stderr);
    const inBody = await checkout.run('local', [
      '--',
      ...['pulumi', 'config', 'set', '--stack', 'local', '--secret', '--path'],
      ...['gated-lambda-release:release.readinessBody.of[0].token', secret],
    ]);
    t.is(inBody.status, 0, inBody.stderr);

    const webhook = await openWebhook(t, 400);
    const events = join(checkout.root, 'events.ndjson');
    const released = await checkout.run('release', ['--events', events, '--json'], {
      CHAT_URL: `${webhook.url}/${secret}`,
    });
    t.is(released.status, 0, released.stderr);
    t.deepEqual(
      webhook.posted.map(({ path, body: { event } }) => [path, event]),
      [
        [`/hook/${secret}`, 'started'],
        [`/hook/${secret}`, 'released'],
      ],
    );
    t.false(JSON.stringify(webhook.posted.map(({ body }) => body)).includes(secret));
    t.regex(released.stderr, /127\.0\.0\.1:\d+ was not notified \(released\): it answered 400/);
    t.regex(
      released.stderr,
      /^Report: \.local\/reports\/.*\/report\.html$/m,
      'it is searched below',
    );
    await checkout.serve();
    const { lambda } = checkout.clients();
    const live = await lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: functionName }),
    );
    t.is(live.Environment?.Variables?.TOKEN, secret);

    const others = await Promise.all([
      checkout.run('history', ['--json']),
      checkout.run('status', ['--json']),
      checkout.run('drift', ['--json']),
      checkout.run('policy'),
    ]);
    for (const { stdout, stderr } of [released, ...others]) {
      t.false(`${stdout}${stderr}`.includes(secret));
    }
    t.deepEqual(await filesWithSecret(), []);
  },
);

test.serial('a release that fails does not tell it either', async (t) => {
  t.timeout(120_000);
  const undo = await checkout.edit('Pulumi.local.yaml', 'name: greeting', 'name: no spaces');
  const failed = await checkout.release('--json');
  t.is(failed.status, 2);
  t.false(`${failed.stdout}${failed.stderr}`.includes(secret));
  const up = await checkout.run('local', [
    '--',
    ...['pulumi', 'up', '--yes', '--stack', 'local', '--show-config'],
  ]);
  t.not(up.status, 0);
  t.false(`${up.stdout}${up.stderr}`.includes(secret));
  await undo();
  t.deepEqual(await filesWithSecret(), []);
});
