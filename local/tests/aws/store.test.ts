import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CreateRoleCommand, ListRolesCommand } from '@aws-sdk/client-iam';
import test from 'ava';
import { lockFolder, LockedError } from '../../folder-lock.ts';
import { startServer } from '../../aws/server.ts';
import { StateError, StateStore } from '../../aws/store.ts';
import { testSecrets } from '../_helpers/account.ts';
import { clientsOf } from '../_helpers/clients.ts';
import { startEmbedded } from '../_helpers/embedded.ts';
import { temporaryFolder } from '../_helpers/temporary-folder.ts';

const account = '123456789012';

const region = 'eu-west-1';

const trust = JSON.stringify({ Version: '2012-10-17', Statement: [] });

test('state is there again after a restart', async (t) => {
  const dir = await temporaryFolder(t);
  const first = await startServer({ dir, credentials: testSecrets });
  await clientsOf(first.url).iam.send(
    new CreateRoleCommand({ RoleName: 'kept', AssumeRolePolicyDocument: trust }),
  );
  await first.close();
  const second = await startServer({ dir, credentials: testSecrets });
  t.teardown(() => second.close());
  const { Roles } = await clientsOf(second.url).iam.send(new ListRolesCommand({}));
  t.deepEqual(
    Roles?.map(({ RoleName }) => RoleName),
    ['kept'],
  );
});

test('an answer goes out only after its change is on disk', async (t) => {
  const { clients, dir } = await startEmbedded(t);
  const names = Array.from({ length: 20 }, (_, index) => `role-${String(index)}`);
  await Promise.all(
    names.map(async (RoleName) => {
      await clients.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
      t.true(readFileSync(join(dir, `${account}-global.json`), 'utf8').includes(`"${RoleName}"`));
    }),
  );
});

test('reading leaves no trace on disk', async (t) => {
  const { clients, dir } = await startEmbedded(t);
  await clients.iam.send(new ListRolesCommand({}));
  t.deepEqual(
    (await readdir(dir)).filter((name) => name.endsWith('.json')),
    [],
  );
});

const unusable = test.macro({
  exec: async (t, content: string, problem: RegExp) => {
    const dir = await temporaryFolder(t);
    const file = join(dir, `${account}-${region}.json`);
    writeFileSync(file, content);
    const error = await t.throwsAsync(startServer({ dir, credentials: testSecrets }), {
      instanceOf: StateError,
    });
    t.regex(error.message, problem);
    t.true(error.message.includes(file));
    t.regex(error.message, /npm run local -- reset/);
    t.is(await readFile(file, 'utf8'), content);
    lockFolder(dir)();
  },
  title: (name = '') => `a document that ${name} stops the start and is left as it is`,
});

test('is cut short', unusable, '{"format":1,"state":{"lam', /corrupt/);

test('is empty', unusable, '', /corrupt/);

test('holds something else', unusable, '[]', /not a state document/);

test('has another format', unusable, '{"format":99,"state":{}}', /another format/);

test('has a broken part', unusable, '{"format":1,"state":{"lambda":3}}', /part for lambda/);

test('parts that an older document does not have start empty', async (t) => {
  const dir = await temporaryFolder(t);
  writeFileSync(
    join(dir, `${account}-${region}.json`),
    '{"format":1,"state":{"logs":{"groups":{}}}}',
  );
  const state = new StateStore(dir).state(account, region);
  t.deepEqual(state.lambda.functions, {});
  t.deepEqual(state.apigateway.restApis, {});
});

test('what a crash left half written is removed and ignored', async (t) => {
  const dir = await temporaryFolder(t);
  writeFileSync(join(dir, `${account}-${region}.json.tmp`), '{"form');
  t.deepEqual(new StateStore(dir).regions(), []);
  t.deepEqual(readdirSync(dir), []);
});

test('one server at a time uses a folder', async (t) => {
  const { dir, aws } = await startEmbedded(t);
  await t.throwsAsync(startServer({ dir, credentials: testSecrets }), { instanceOf: LockedError });
  await aws.close();
  const next = await startServer({ dir, credentials: testSecrets });
  await next.close();
  t.pass();
});
