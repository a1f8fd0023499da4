import { ChangeTagsForResourceCommand, ListTagsForResourceCommand } from '@aws-sdk/client-route-53';
import test from 'ava';

import { startEmbedded } from '../../_helpers/embedded.ts';
import { makeZone } from './_zone.ts';

test('tags of a zone are added, changed and taken away', async (t) => {
  const { route53 } = (await startEmbedded(t)).clients;
  const { id } = await makeZone(t, route53);
  const zone = { ResourceType: 'hostedzone' as const, ResourceId: id };
  const tag = (Key: string, Value: string) => ({ Key, Value });
  const AddTags = [tag('a', '1'), tag('b', '<&>')];
  await route53.send(new ChangeTagsForResourceCommand({ ...zone, AddTags }));
  await route53.send(
    new ChangeTagsForResourceCommand({ ...zone, AddTags: [tag('c', '3')], RemoveTagKeys: ['a'] }),
  );
  const { ResourceTagSet } = await route53.send(new ListTagsForResourceCommand(zone));
  t.deepEqual(ResourceTagSet?.Tags, [tag('b', '<&>'), tag('c', '3')]);
});
