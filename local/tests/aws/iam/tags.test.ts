import { ListRoleTagsCommand, TagRoleCommand, UntagRoleCommand } from '@aws-sdk/client-iam';
import test from 'ava';
import { startEmbedded } from '../../_helpers/embedded.ts';
import { createRole } from './_roles.ts';

test('tags are added, replaced and removed', async (t) => {
  const { iam } = (await startEmbedded(t)).clients;
  const RoleName = await createRole(t, iam);
  const tag = (Tags: { Key: string; Value: string }[]) =>
    iam.send(new TagRoleCommand({ RoleName, Tags }));
  await tag([
    { Key: 'a', Value: '1' },
    { Key: 'b', Value: '2' },
  ]);
  await tag([{ Key: 'b', Value: '3' }]);
  await iam.send(new UntagRoleCommand({ RoleName, TagKeys: ['a'] }));
  const { Tags } = await iam.send(new ListRoleTagsCommand({ RoleName }));
  t.deepEqual(Tags, [{ Key: 'b', Value: '3' }]);
});
