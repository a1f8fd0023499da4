import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { credentials } from '@grpc/grpc-js';
import emptyProto from 'google-protobuf/google/protobuf/empty_pb.js';
import pluginProto from '@pulumi/pulumi/proto/plugin_pb.js';
import providerGrpc from '@pulumi/pulumi/proto/provider_grpc_pb.js';
import type { PluginInfo } from '@pulumi/pulumi/proto/plugin_pb.js';
import test, { type ExecutionContext } from 'ava';
import { shareProvider } from '../../session/shared-provider.ts';
import { temporaryFolder } from '../_helpers/temporary-folder.ts';
import { packageRoot } from '../suite/package-root.ts';

const standIn = join(packageRoot, 'provider', 'bin');

const nobody = 'http://127.0.0.1:1';

/** The environment of a command that is attached to the embedded AWS. */
const attachedTo = (endpoint: string) => ({
  ...process.env,
  PATH: `${standIn}:${process.env.PATH ?? ''}`,
  LOCAL_AWS_ENDPOINT: endpoint,
});

/** The provider as a command starts it, and what ends when the command does. */
async function startShared(t: ExecutionContext) {
  const command = spawn(join(standIn, 'pulumi-resource-aws'), [], {
    env: attachedTo(nobody),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  t.teardown(() => command.kill('SIGKILL'));
  const [port] = (await once(createInterface(command.stdout), 'line')) as [string];
  const client = new providerGrpc.ResourceProviderClient(
    `127.0.0.1:${port}`,
    credentials.createInsecure(),
  );
  t.teardown(() => client.close());
  const exited = once(command, 'exit');
  return { client, exited, endCommand: () => command.stdin.end() };
}

async function listenAsEngine() {
  const engine = createServer().listen(0, '127.0.0.1');
  await once(engine, 'listening');
  const { port } = engine.address() as AddressInfo;
  return { engine, address: `127.0.0.1:${String(port)}` };
}

test('the shared provider ends with its command', async (t) => {
  const { exited, endCommand } = await startShared(t);
  endCommand();
  t.deepEqual(await exited, [0, null]);
});

test('an engine that outlives the command is served to its end', async (t) => {
  const { client, exited, endCommand } = await startShared(t);
  const { engine, address } = await listenAsEngine();
  const attach = new pluginProto.PluginAttach().setAddress(address);
  await new Promise((resolve) => client.attach(attach, resolve));
  const isLookedFor = once(engine, 'connection');
  endCommand();
  await isLookedFor;
  const info = await new Promise<PluginInfo>((resolve) => {
    client.getPluginInfo(new emptyProto.Empty(), (_, answer) => {
      resolve(answer);
    });
  });
  t.is(info.getVersion(), '7.48.0');
  engine.close();
  t.deepEqual(await exited, [0, null]);
});

test('it is not started where the CLI would take another provider', async (t) => {
  const folder = join(await temporaryFolder(t, 'official '), 'bin');
  await mkdir(folder);
  await writeFile(join(folder, 'pulumi-resource-aws'), '#!/bin/sh\n', { mode: 0o755 });
  t.deepEqual(await shareProvider({ PATH: `${folder}:${standIn}` }), {});
  t.deepEqual(await shareProvider({ PATH: '/nowhere' }), {});
});

test('the CLI attaches to it by the port that it says', async (t) => {
  const shared = await shareProvider(attachedTo(nobody));
  t.regex(shared.PULUMI_DEBUG_PROVIDERS ?? '', /^aws:\d+$/);
});

test('one that cannot start is told', async (t) => {
  const attached = attachedTo('nowhere');
  await t.throwsAsync(shareProvider(attached), {
    name: 'SessionError',
    message: /could not be started/,
  });
});
