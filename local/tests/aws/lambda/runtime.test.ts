import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import test, { type ExecutionContext } from 'ava';

import { Credentials } from '../../../aws/credentials.ts';
import { LambdaRuntime } from '../../../aws/lambda/runtime.ts';
import { temporaryFolder } from '../../_helpers/temporary-folder.ts';
import { runOnce } from './_helpers/run-once.ts';
import { isRunning } from '../../_helpers/processes.ts';

async function startRuntime(t: ExecutionContext) {
  const folder = await temporaryFolder(t);
  const runtime = new LambdaRuntime({
    dir: join(folder, 'state'),
    credentials: new Credentials(() => undefined),
  });
  t.teardown(() => runtime.close());
  return { folder, runtime };
}

async function ended(pid: number): Promise<void> {
  while (isRunning(pid)) {
    await delay(10);
  }
}

test('a function does not find packages that lie around the server’s folder', async (t) => {
  const { folder, runtime } = await startRuntime(t);
  const neighbour = join(folder, 'node_modules', 'neighbour');
  await mkdir(neighbour, { recursive: true });
  await writeFile(join(neighbour, 'index.js'), 'exports.x = "found"');
  const importing = await runOnce(
    runtime,
    'import { x } from "neighbour"; export const handler = () => x',
  );
  t.is(importing.kind, 'error');
  t.regex(importing.payload, /Runtime\.ImportModuleError.*neighbour/);
  const requiring = await runOnce(
    runtime,
    `import { createRequire } from "node:module";
     export const handler = () => createRequire(import.meta.url)("neighbour").x`,
  );
  t.is(requiring.kind, 'error');
});

test('a function finds the AWS SDK, as Lambda’s Node.js runtime brings it', async (t) => {
  const { runtime } = await startRuntime(t);
  const { payload } = await runOnce(
    runtime,
    'import * as sdk from "@aws-sdk/client-lambda"; export const handler = () => typeof sdk.LambdaClient',
  );
  t.is(payload, '"function"');
});

test('no process outlives the runtime', async (t) => {
  const { runtime } = await startRuntime(t);
  const { payload } = await runOnce(runtime, 'export const handler = () => process.pid');
  const pid = Number(payload);
  t.true(isRunning(pid));
  await runtime.close();
  await ended(pid);
  await t.throwsAsync(runOnce(runtime, 'export const handler = () => 1'), { message: /closing/ });
});

test('no process outlives a server that is killed', async (t) => {
  const folder = await temporaryFolder(t);
  const script = join(import.meta.dirname, '_helpers', 'hold-runtime.ts');
  const source = 'setInterval(() => {}, 1000); export const handler = () => process.pid';
  const server = spawn(process.execPath, [script, folder, source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.teardown(() => server.kill('SIGKILL'));
  const [output] = (await once(server.stdout, 'data')) as [Buffer];
  const pid = Number(output.toString('utf8'));
  t.true(isRunning(pid));
  server.kill('SIGKILL');
  await ended(pid);
});
