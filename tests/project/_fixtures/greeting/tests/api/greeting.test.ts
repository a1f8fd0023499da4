import test, { type ExecutionContext } from 'ava';
import fetch, { type Response } from 'node-fetch';
import { apiTarget } from '../target.ts';

const target = apiTarget();

async function greet(t: ExecutionContext, query = ''): Promise<Response> {
  const answer = await fetch(`${target.url}/greeting${query}`);
  t.is(answer.headers.get('x-lambda-version'), target.version);
  if (target.deployment !== undefined) {
    t.is(answer.headers.get('x-api-deployment'), target.deployment);
  }
  return answer;
}

test('greets the world when there is no name', async (t) => {
  const answer = await greet(t);
  t.is(answer.status, 200);
  t.is(answer.headers.get('content-type'), 'application/json');
  t.deepEqual(await answer.json(), { greeting: 'Hello, World!' });
});

for (const name of ['Ada', 'Conan "O\'Brien" \\', '${name} $input #set($x = 1)', '世界 😀\n']) {
  test(`greets ${JSON.stringify(name)}`, async (t) => {
    const answer = await greet(t, `?name=${encodeURIComponent(name)}`);
    t.is(answer.status, 200);
    t.deepEqual(await answer.json(), { greeting: `Hello, ${name}!` });
  });
}

test('answers a name that is too long with 400 and the reason', async (t) => {
  const answer = await greet(t, `?name=${'a'.repeat(101)}`);
  t.is(answer.status, 400);
  t.deepEqual(await answer.json(), {
    message: 'Bad request: name must be at most 100 characters long',
  });
});

test('knows no other path', async (t) => {
  const answer = await fetch(`${target.url}/nothing-here`);
  t.is(answer.status, 403);
});
