import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import test from 'ava';

import { readCredentials, signHeaders } from '../../session/credentials.ts';
import { readRendezvous } from '../../session/rendezvous.ts';
import {
  go,
  killServer,
  local,
  localDir,
  script,
  started,
  waitingScript,
} from '../_helpers/launcher.ts';

async function readLag(dir: string): Promise<unknown> {
  const url = `${readRendezvous(join(dir, 'endpoint.json'))?.url ?? ''}/_local/lag`;
  const credentials = readCredentials(join(dir, 'credentials.json'));
  const headers = credentials === undefined ? {} : { ...signHeaders('GET', url, credentials) };
  return (await fetch(url, { headers })).json();
}

test.serial('LOCAL_AWS_LAG sets the lag of the server, of a running one as well', async (t) => {
  const dir = await localDir(t);
  const long = local(dir, waitingScript(dir), { LOCAL_AWS_LAG: 'alias=2,read=1' });
  await started(dir);
  t.like(await readLag(dir), { alias: 2, stage: 0, permission: 0, read: 1, hosts: 4 });
  t.is((await local(dir, script(''))).exitCode, 0);
  t.like(await readLag(dir), { alias: 2 }, 'a command without the variable leaves it as it is');
  t.is((await local(dir, script(''), { LOCAL_AWS_LAG: 'stage=0.5' })).exitCode, 0);
  t.like(await readLag(dir), { alias: 0, stage: 0.5, read: 0 });
  const refused = await local(dir, script(''), { LOCAL_AWS_LAG: 'stage=much' });
  t.is(refused.exitCode, 2);
  t.is(
    refused.stderr,
    'LOCAL_AWS_LAG is "stage=much". stage of the lag is much, but must be a number of seconds from 0 to ' +
      '3600. Write it like this: alias=2,stage=5,permission=1,read=1,hosts=4',
  );
  go(dir);
  t.is((await long).exitCode, 0);
});

test.serial('a server that takes the place of a killed one lags as that did', async (t) => {
  const dir = await localDir(t);
  const long = local(dir, waitingScript(dir), { LOCAL_AWS_LAG: 'quotas=on,role=3,idle=60' });
  await started(dir);
  killServer(dir);
  const asBefore = { quotas: true, role: 3, idle: 60 };
  const deadline = performance.now() + 20_000;
  while (!isLike(await readLag(dir).catch(() => ({})), asBefore) && performance.now() < deadline) {
    await delay(50);
  }
  t.like(await readLag(dir), asBefore);
  go(dir);
  t.is((await long).exitCode, 0);
});

function isLike(value: unknown, wanted: object): boolean {
  const given = new Map(Object.entries(Object(value) as object));
  return Object.entries(wanted).every(([name, each]) => given.get(name) === each);
}
