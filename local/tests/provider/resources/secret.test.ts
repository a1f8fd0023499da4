import test from 'ava';
import { startWorkbench } from '../_helpers/provider-on.ts';

const type = 'aws:secretsmanager/secret:Secret';

test('a secret is made, changed, read back and deleted', async (t) => {
  const bench = await startWorkbench(t);
  const asked = { name: 'orders/key', recoveryWindowInDays: 0, tags: { team: 'a' } };
  const made = await bench.make(type, asked);
  t.like(made.state, { name: 'orders/key', arn: made.id, tagsAll: { team: 'a' } });
  t.deepEqual(await bench.changes(made, asked), []);
  const other = { ...asked, description: 'a key', tags: { team: 'b' } };
  const edited = await bench.edit(made, other);
  t.like(edited.state, { description: 'a key', tagsAll: { team: 'b' } });
  t.deepEqual(await bench.changes(edited, other), []);
  await bench.provider.delete(edited);
  t.is(await bench.refresh(edited), undefined);
  await t.notThrowsAsync(bench.make(type, asked), 'the name is free again');
});

test('a secret that waits for its end is gone, and deleting it again is no error', async (t) => {
  const bench = await startWorkbench(t);
  const made = await bench.make(type, { name: 'orders/key' });
  await bench.provider.delete(made);
  t.is(await bench.refresh(made), undefined);
  await t.notThrowsAsync(bench.provider.delete(made));
});
