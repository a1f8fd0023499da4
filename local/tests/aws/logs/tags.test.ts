import {
  DescribeLogGroupsCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import test from 'ava';
import { startEmbedded } from '../../_helpers/embedded.ts';
import { createGroup } from './_groups.ts';

test('tags are set, listed and removed by the ARN of the group', async (t) => {
  const { logs } = (await startEmbedded(t)).clients;
  const name = await createGroup(t, logs);
  const described = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: name }));
  const resourceArn = described.logGroups?.[0]?.logGroupArn ?? '';
  await logs.send(new TagResourceCommand({ resourceArn, tags: { a: '1', b: '2' } }));
  await logs.send(new UntagResourceCommand({ resourceArn, tagKeys: ['a'] }));
  const listed = await logs.send(new ListTagsForResourceCommand({ resourceArn }));
  t.deepEqual(listed.tags, { b: '2' });
});
