import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { CreateRoleCommand, ListRolesCommand } from '@aws-sdk/client-iam';
import test from 'ava';

import { startServer } from '../../aws/server.ts';
import { testSecrets } from '../_helpers/account.ts';
import { clientsOf } from '../_helpers/clients.ts';
import { temporaryFolder } from '../_helpers/temporary-folder.ts';

const program = join(import.meta.dirname, '_server-process.ts');
const trust = JSON.stringify({ Version: '2012-10-17', Statement: [] });

test('a server killed in the middle of writes has lost nothing that it acknowledged', async (t) => {
  const dir = await temporaryFolder(t);
  const server = spawn(process.execPath, [program, dir], { stdio: ['ignore', 'pipe', 'inherit'] });
  t.teardown(() => server.kill('SIGKILL'));
  const exited = once(server, 'exit');
  const lines = createInterface(server.stdout);
  const url = await new Promise<string>((resolve) => lines.once('line', resolve));
  const { iam } = clientsOf(url);
  const acknowledged: string[] = [];
  let attempts = 0;
  const createUntilKilled = async (): Promise<void> => {
    for (;;) {
      attempts += 1;
      const RoleName = `role-${String(attempts)}`;
      await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
      acknowledged.push(RoleName);
      if (acknowledged.length === 40) {
        server.kill('SIGKILL');
      }
    }
  };
  await Promise.allSettled(Array.from({ length: 8 }, createUntilKilled));
  await exited;
  iam.destroy();
  t.true(acknowledged.length >= 40);

  const next = await startServer({ dir, credentials: testSecrets });
  t.teardown(() => next.close());
  const { Roles = [] } = await clientsOf(next.url).iam.send(
    new ListRolesCommand({ MaxItems: 1000 }),
  );
  const kept = new Set(Roles.map(({ RoleName }) => RoleName));
  t.deepEqual(
    acknowledged.filter((name) => !kept.has(name)),
    [],
  );
});
