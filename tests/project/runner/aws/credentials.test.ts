import { LambdaClient } from '@aws-sdk/client-lambda';
import test from 'ava';
import {
  findEnd,
  shareCredentials,
  verifyCredentialsLast,
} from '../../../../runner/aws/credentials.ts';
import { EnvironmentError } from '../../../../runner/errors.ts';
import { formatNext } from '../../../../runner/report/message.ts';
import type { Credentials } from '../../../../stack/sign-in/resolve-credentials.ts';

const minuteMs = 60_000;

function credentials(accessKeyId: string, minutes?: number): Credentials {
  const expiration = minutes && { expiration: new Date(Date.now() + minutes * minuteMs) };
  return { accessKeyId, secretAccessKey: 'secret', ...expiration };
}

/** Resolves to these, one after the other. */
function resolvingTo(...answers: readonly (Credentials | Error)[]) {
  let asked = 0;
  const resolve = () => {
    const answer = answers[asked];
    asked += 1;
    return answer === undefined || answer instanceof Error
      ? Promise.reject(answer ?? new Error('asked too often'))
      : Promise.resolve(answer);
  };
  const source = shareCredentials(resolve);
  return { source, key: async () => (await source()).accessKeyId, asked: () => asked };
}

test('all clients share what was resolved once', async (t) => {
  const { key, asked } = resolvingTo(credentials('first', 60));
  t.deepEqual(await Promise.all([key(), key()]), ['first', 'first']);
  t.is(await key(), 'first');
  t.is(asked(), 1);
});

test('credentials that do not end are kept', async (t) => {
  const { key } = resolvingTo(credentials('first'));
  t.is(await key(), 'first');
  t.is(await key(), 'first');
});

test('credentials that are about to end are resolved anew', async (t) => {
  const { key } = resolvingTo(credentials('first', 4), credentials('second', 60));
  t.is(await key(), 'first');
  t.is(await key(), 'second');
});

test('what cannot be renewed is good until it ends, and not longer', async (t) => {
  const { key } = resolvingTo(credentials('first', 4), new Error('no network'));
  await key();
  t.is(await key(), 'first');
  const ended = resolvingTo(credentials('first', -1), new Error('no network'));
  await ended.key();
  await t.throwsAsync(ended.key(), { message: 'no network' });
});

test('credentials that AWS refused are resolved anew', async (t) => {
  const { key, source } = resolvingTo(credentials('first', 60), credentials('second', 60));
  await key();
  source.forget();
  t.is(await key(), 'second');
});

test('only a session that stands in the environment ends for good', (t) => {
  const session = credentials('key', 60);
  t.is(findEnd(session, { AWS_ACCESS_KEY_ID: 'key' }), session.expiration);
  t.is(findEnd(session, { AWS_ACCESS_KEY_ID: 'of another source' }), undefined);
  t.is(findEnd(session, {}), undefined);
  t.is(findEnd(credentials('key'), { AWS_ACCESS_KEY_ID: 'key' }), undefined);
});

test.serial('credentials that end before the rollouts do are refused', async (t) => {
  const before = process.env.AWS_ACCESS_KEY_ID;
  t.teardown(() => {
    if (before === undefined) {
      delete process.env.AWS_ACCESS_KEY_ID;
    } else {
      process.env.AWS_ACCESS_KEY_ID = before;
    }
  });
  process.env.AWS_ACCESS_KEY_ID = 'key';
  const lambda = new LambdaClient({ region: 'eu-west-1', credentials: credentials('key', 2.1) });
  const refusal = await t.throwsAsync(verifyCredentialsLast(lambda, 180), {
    instanceOf: EnvironmentError,
  });
  t.regex(
    refusal.message,
    /^The rollout takes 3 min at least, but the credentials in the environment end at \d\d:\d\d:\d\d UTC, and nothing renews them$/,
  );
  t.regex(formatNext(refusal.next, 'local'), /: npm run release$/);
  await t.notThrowsAsync(verifyCredentialsLast(lambda, 120));
  process.env.AWS_ACCESS_KEY_ID = 'what renews itself has another key';
  await t.notThrowsAsync(verifyCredentialsLast(lambda, 180));
});
