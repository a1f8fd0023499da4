import { randomUUID } from 'node:crypto';
import test, { type ExecutionContext } from 'ava';
import fetch, { type RequestInit } from 'node-fetch';
import { apiTarget } from '../target.ts';

const target = apiTarget();
const json = { 'Content-Type': 'application/json', ...target.headers };

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Asks, and holds that the candidate answered. */
async function ask(t: ExecutionContext, path: string, init: RequestInit = {}): Promise<Answer> {
  const answer = await fetch(`${target.url}${path}`, init);
  t.is(answer.headers.get('x-lambda-version'), target.version, path);
  if (target.deployment !== undefined) {
    t.is(answer.headers.get('x-api-deployment'), target.deployment, path);
  }
  return { status: answer.status, body: await answer.json() };
}

const place = (t: ExecutionContext, order: unknown) =>
  ask(t, '/orders', { method: 'POST', headers: json, body: JSON.stringify(order) });

test('an order is placed, found, and cancelled', async (t) => {
  const customer = `api tier, ${target.name} "O'Brien" ${randomUUID()}`;
  const order = { customer, lines: [{ article: 'tea', quantity: 2 }] };
  const placed = await place(t, order);
  t.is(placed.status, 201);
  t.like(placed.body, order);
  const { id } = placed.body as { readonly id: string };
  t.deepEqual(await ask(t, `/orders/${id}`), { status: 200, body: placed.body });
  const list = await ask(t, `/orders?customer=${encodeURIComponent(customer)}`);
  t.deepEqual(list, { status: 200, body: [placed.body] });
  t.is((await ask(t, `/orders/${id}`, { method: 'DELETE', headers: target.headers })).status, 200);
  t.deepEqual(await ask(t, `/orders/${id}`), {
    status: 404,
    body: { message: `Not found: order ${id}` },
  });
});

test('what is no order does not reach the function', async (t) => {
  for (const body of ['{}', '{"customer": "ada", "lines": []}', 'tea']) {
    const answer = await fetch(`${target.url}/orders`, { method: 'POST', headers: json, body });
    t.is(answer.status, 400, body);
    t.is(answer.headers.get('x-lambda-version'), null, body);
  }
});

test('who has no key places no order', async (t) => {
  const headers = { 'Content-Type': 'application/json' };
  const answer = await fetch(`${target.url}/orders`, { method: 'POST', headers, body: '{}' });
  t.is(answer.status, 403);
});

test('orders of nobody are not listed', async (t) => {
  t.is((await fetch(`${target.url}/orders`)).status, 400);
});

test('a browser of another site may ask', async (t) => {
  const answer = await fetch(`${target.url}/orders`, { method: 'OPTIONS' });
  t.is(answer.status, 204);
  t.is(answer.headers.get('access-control-allow-origin'), '*');
  t.regex(answer.headers.get('access-control-allow-methods') ?? '', /POST/);
});
