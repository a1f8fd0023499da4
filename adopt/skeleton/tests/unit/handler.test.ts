import test from 'ava';
import { handler } from '../../function/handler.ts';

test('it is well', async (t) => {
  t.deepEqual(await handler(), { status: 'ok' });
});
