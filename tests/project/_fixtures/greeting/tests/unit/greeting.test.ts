import test from 'ava';
import { BadRequest, handler } from '../../function/handler.ts';

test('greets by name', async (t) => {
  t.deepEqual(await handler({ name: 'Ada' }), { greeting: 'Hello, Ada!' });
});

test('greets the world when there is no name', async (t) => {
  t.deepEqual(await handler({}), { greeting: 'Hello, World!' });
  t.deepEqual(await handler({ name: '' }), { greeting: 'Hello, World!' });
});

test('takes a name of 100 characters, however many bytes each has', async (t) => {
  const name = '😀'.repeat(100);
  t.deepEqual(await handler({ name }), { greeting: `Hello, ${name}!` });
});

test('refuses a name of 101 characters', async (t) => {
  const error = await t.throwsAsync(handler({ name: 'a'.repeat(101) }), {
    instanceOf: BadRequest,
  });
  t.is(error.message, 'Bad request: name must be at most 100 characters long');
});

for (const name of [42, null, true, ['Ada'], { first: 'Ada' }]) {
  test(`refuses a name that is ${JSON.stringify(name)}`, async (t) => {
    await t.throwsAsync(handler({ name }), { instanceOf: BadRequest });
  });
}
