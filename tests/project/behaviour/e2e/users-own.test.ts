import test from 'ava';
import { createCheckout } from './_checkout.ts';

const checkout = await createCheckout({ filled: 'user' });
test.after.always(() => checkout.close());

test('what the user put in is released on the stack local, through all its tiers', async (t) => {
  t.timeout(300_000);
  const { status, stdout, stderr } = await checkout.release();
  t.is(status, 0, stderr);
  t.regex(stdout, /\nReleased in /);
});
