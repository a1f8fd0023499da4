import test from 'ava';
import { join } from 'node:path';
import { local, localDir } from './_helpers/launcher.ts';
import { runScript } from './_helpers/run-script.ts';

const conformance = join(import.meta.dirname, 'conformance.ts');

for (const args of [['--endpoint', 'nonsense'], ['--endpoint', 'ftp://x'], ['--other'], ['x']]) {
  test(`test:conformance ${args.join(' ')} is wrong usage`, async (t) => {
    const { status, stderr } = await runScript(t, conformance, args, import.meta.dirname);
    t.is(status, 2);
    t.regex(stderr, /\nUsage: /);
  });
}

const part = ['aws/sts/service', 'aws/lambda/settling', 'aws/apigateway/account'];

test('the embedded AWS in another process passes, and what needs one in the test’s is skipped', async (t) => {
  const dir = await localDir(t);
  const only = part.flatMap((name) => ['--only', `tests/${name}.test.ts`]);
  const { exitCode, stdout, stderr } = await local(dir, [
    ...['sh', '-c', 'exec "$@" --endpoint "$AWS_ENDPOINT_URL"', 'sh'],
    ...[process.execPath, conformance, ...only],
  ]);
  t.regex(stdout, /^Against http:\/\/127\.0\.0\.1:\d+\n/, stderr);
  const counted = /\n(\d+) passed, 0 failed, (\d+) skipped$/.exec(stdout);
  t.true(Number(counted?.[1]) >= 3, stdout);
  t.true(Number(counted?.[2]) >= 5, stdout);
  t.is(exitCode, 0);
});

test('an endpoint that does not know the caller is said to be so', async (t) => {
  const dir = await localDir(t);
  const { exitCode, stderr } = await local(dir, [
    ...['sh', '-c', 'AWS_ACCESS_KEY_ID=AKIAOTHER exec "$@" --endpoint "$AWS_ENDPOINT_URL"', 'sh'],
    ...[process.execPath, conformance],
  ]);
  t.is(exitCode, 3);
  t.regex(stderr, /does not say who calls \(GetCallerIdentity\): InvalidClientTokenId/);
});
