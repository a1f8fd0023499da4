import test from 'ava';
import fetch from 'node-fetch';
import { apiTarget } from '../target.ts';

const target = apiTarget();

test('the candidate is well behind the API', async (t) => {
  const answer = await fetch(`${target.url}/health`);
  t.is(answer.status, 200);
  t.is(answer.headers.get('x-lambda-version'), target.version);
  if (target.deployment !== undefined) {
    t.is(answer.headers.get('x-api-deployment'), target.deployment);
  }
  t.deepEqual(await answer.json(), { status: 'ok' });
});
