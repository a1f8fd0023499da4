import test from 'ava';

import { lockFolder, LockedError } from '../folder-lock.ts';
import { temporaryFolder } from './_helpers/temporary-folder.ts';

test('a folder has one holder at a time', async (t) => {
  const dir = await temporaryFolder(t);
  const unlock = lockFolder(dir);
  t.throws(() => lockFolder(dir), { instanceOf: LockedError, message: /is already using/ });
  unlock();
  t.notThrows(lockFolder(dir));
});
