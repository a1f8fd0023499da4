import test from 'ava';
import { updateAlias } from '../../../../runner/aws/alias.ts';
import { findVersion, getFunction } from '../../../../runner/aws/function.ts';
import {
  deleteVersion,
  listAliasedVersions,
  listVersions,
} from '../../../../runner/aws/versions.ts';
import { functionName } from '../../behaviour/release/_stack.ts';
import { openStand } from '../_stand.ts';

test('published versions are listed with their time, and $LATEST is none', async (t) => {
  const { clients } = await openStand(t, { versions: 3 });
  const found = await listVersions(clients.lambda, functionName);
  t.deepEqual(
    found.map(({ id }) => id),
    ['1', '2', '3'],
  );
  for (const { id, createdAt } of found) {
    const { LastModified = '' } = (await findVersion(clients.lambda, functionName, id)) ?? {};
    t.is(createdAt.getTime(), Date.parse(LastModified));
  }
});

test('a version is in use where an alias points at it, or gives it a weight', async (t) => {
  const { clients, read } = await openStand(t, { versions: 3 });
  const { alias } = await read();
  const weights = { '2': 0.1 };
  await updateAlias(clients.lambda, alias, { version: '1', description: '', weights });
  t.deepEqual([...(await listAliasedVersions(clients.lambda, functionName))].sort(), ['1', '2']);
});

test('a version in use is kept, another is deleted, and one that is gone is gone', async (t) => {
  const { clients } = await openStand(t);
  t.false(await deleteVersion(clients.lambda, functionName, '1'));
  t.true(await deleteVersion(clients.lambda, functionName, '2'));
  t.is(await findVersion(clients.lambda, functionName, '2'), undefined);
  t.true(await deleteVersion(clients.lambda, functionName, '2'));
});

for (const version of ['', '$LATEST', 'PROD', '1 ', '1@new']) {
  test(`"${version}" is no version to delete, so the function stays`, async (t) => {
    const { clients, stack } = await openStand(t, { versions: 1 });
    stack.aws.calls.clear();
    await t.throwsAsync(deleteVersion(clients.lambda, functionName, version), {
      message: /would delete the function greeting/,
    });
    t.deepEqual(stack.aws.calls.list(), []);
    t.is((await getFunction(clients.lambda, functionName, '$LATEST')).State, 'Active');
  });
}

test('what AWS refuses for another reason is an error', async (t) => {
  const { clients, stack } = await openStand(t, { versions: 1 });
  stack.aws.faults.replace([{ operation: '*', kind: 'fail' }]);
  await t.throwsAsync(deleteVersion(clients.lambda, functionName, '1'), {
    name: 'ServiceException',
  });
});
