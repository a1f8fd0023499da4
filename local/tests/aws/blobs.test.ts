import { readdirSync } from 'node:fs';
import test from 'ava';
import { BlobStore } from '../../aws/blobs.ts';
import { temporaryFolder } from '../_helpers/temporary-folder.ts';

test('blobs are kept under their SHA-256, once', async (t) => {
  const dir = await temporaryFolder(t);
  const blobs = new BlobStore(dir);
  const sha = blobs.put(Buffer.from('hello'));
  t.is(sha, '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824');
  t.is(blobs.put(Buffer.from('hello')), sha);
  t.is(new BlobStore(dir).get(sha).toString(), 'hello');
  t.deepEqual(readdirSync(dir), [sha]);
});
