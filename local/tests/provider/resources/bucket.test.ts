import { PutObjectCommand } from '@aws-sdk/client-s3';
import test from 'ava';
import { startWorkbench } from '../_helpers/provider-on.ts';

const type = 'aws:s3/bucket:Bucket';

test('a bucket: made, tagged anew, found again, deleted', async (t) => {
  const bench = await startWorkbench(t);
  const made = await bench.make(type, { tags: { team: 'a & b' } }, 'bundles');
  t.regex(made.id, /^bundles-[0-9a-f]{7}$/);
  t.like(made.state, { arn: `arn:aws:s3:::${made.id}`, tagsAll: { team: 'a & b' } });
  t.deepEqual(await bench.changes(made, made.inputs), []);
  const edited = await bench.edit(made, { ...made.inputs, tags: { team: 'c' } });
  t.like(await bench.refresh(edited), { id: made.id, state: { tags: { team: 'c' } } });
  await bench.provider.delete(edited);
  t.is(await bench.refresh(edited), undefined);
});

test('a bucket with objects is deleted only where the program says so', async (t) => {
  const bench = await startWorkbench(t);
  const [kept, forced] = await Promise.all([
    bench.make(type, { bucket: 'kept' }, 'kept'),
    bench.make(type, { bucket: 'forced', forceDestroy: true }, 'forced'),
  ]);
  for (const { id: Bucket } of [kept, forced]) {
    await bench.clients.s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'b' }));
  }
  await t.throwsAsync(bench.provider.delete(kept), { message: /not empty/ });
  await bench.provider.delete(forced);
  t.is(await bench.refresh(forced), undefined);
});

test('what the embedded AWS does not keep of a bucket is kept in state', async (t) => {
  const bench = await startWorkbench(t);
  const versioning = { enabled: true };
  const made = await bench.make(type, { bucket: 'own', versioning });
  t.like(await bench.refresh(made), { state: { versioning } });
});
