import {
  AddTagsToResourceCommand,
  InvalidResourceId,
  ListTagsForResourceCommand,
  PutParameterCommand,
  RemoveTagsFromResourceCommand,
} from '@aws-sdk/client-ssm';
import test from 'ava';
import { startEmbedded } from '../../_helpers/embedded.ts';

test('a parameter has the tags it was made with, and those it was given since', async (t) => {
  const { ssm } = (await startEmbedded(t)).clients;
  const which = { ResourceType: 'Parameter', ResourceId: 'a' } as const;
  const list = async () => (await ssm.send(new ListTagsForResourceCommand(which))).TagList;
  await t.throwsAsync(list(), { instanceOf: InvalidResourceId });
  const Tags = [{ Key: 'team', Value: 'a' }];
  await ssm.send(new PutParameterCommand({ Name: 'a', Value: 'x', Type: 'String', Tags }));
  await ssm.send(
    new AddTagsToResourceCommand({ ...which, Tags: [{ Key: 'stage', Value: 'dev' }] }),
  );
  await ssm.send(new RemoveTagsFromResourceCommand({ ...which, TagKeys: ['team'] }));
  t.deepEqual(await list(), [{ Key: 'stage', Value: 'dev' }]);
});
