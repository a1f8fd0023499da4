import { spawn } from 'node:child_process';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { parseEndpoint } from '../../provider/endpoint.ts';

const executable = fileURLToPath(
  new URL('../../provider/bin/pulumi-resource-aws', import.meta.url),
);

test('a loopback http URL is taken, without its path', (t) => {
  t.is(parseEndpoint('http://127.0.0.1:4566/'), 'http://127.0.0.1:4566');
  t.is(parseEndpoint('http://localhost:4566'), 'http://localhost:4566');
  t.is(parseEndpoint('http://[::1]:4566'), 'http://[::1]:4566');
});

for (const value of [
  'https://127.0.0.1:4566',
  'http://lambda.eu-west-1.amazonaws.com',
  'http://127.0.0.1.example.com',
  '127.0.0.1:4566',
]) {
  test(`${value} is refused, by its name`, (t) => {
    const error = t.throws(() => parseEndpoint(value));
    t.regex(error.message, /must be a loopback URL/);
    t.true(error.message.includes(value));
  });
}

test('the executable does not start without an endpoint, and says why in one sentence', async (t) => {
  const { code, stdout, stderr } = await run(executable, { LOCAL_AWS_ENDPOINT: undefined });
  t.is(code, 1);
  t.is(stdout, '');
  t.regex(
    stderr,
    /^This pulumi-resource-aws only serves the embedded AWS .*LOCAL_AWS_ENDPOINT.*\n$/,
  );
});

test('the executable prints its port first, also through a link in a folder with spaces', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'provider with spaces '));
  t.teardown(() => rm(folder, { recursive: true }));
  const link = join(folder, 'pulumi-resource-aws');
  await symlink(executable, link);
  const child = spawn(link, ['127.0.0.1:1'], {
    env: { ...process.env, LOCAL_AWS_ENDPOINT: 'http://127.0.0.1:1' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  t.teardown(() => child.kill('SIGKILL'));
  const first = await new Promise<Buffer>((resolve) => child.stdout.once('data', resolve));
  t.regex(first.toString(), /^\d+\n$/);
});

test('the executable ends by itself when the CLI that started it was killed', async (t) => {
  t.timeout(30_000);
  const parent = spawn('sh', ['-c', '"$0" 127.0.0.1:1 & wait', executable], {
    env: { ...process.env, LOCAL_AWS_ENDPOINT: 'http://127.0.0.1:1' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  t.teardown(() => parent.kill('SIGKILL'));
  await new Promise((resolve) => parent.stdout.once('data', resolve));
  parent.kill('SIGKILL');
  // The pipe ends with the last process that can write to it.
  await t.notThrowsAsync(new Promise((resolve) => parent.stdout.once('close', resolve)));
});

async function run(file: string, environment: Record<string, string | undefined>) {
  const child = spawn(file, [], { env: { ...process.env, ...environment } });
  const [stdout, stderr, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.once('close', resolve)),
  ]);
  return { code, stdout, stderr };
}
