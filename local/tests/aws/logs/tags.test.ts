import {
  DescribeLogGroupsCommand,
  ListTagsForResourceCommand,
  ListTagsLogGroupCommand,
  TagLogGroupCommand,
  TagResourceCommand,
  UntagLogGroupCommand,
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

/* oxlint-disable typescript/no-deprecated -- Terraform-based providers still call them */
test('tags are set, listed and removed by the name of the group', async (t) => {
  const { logs } = (await startEmbedded(t)).clients;
  const logGroupName = await createGroup(t, logs);
  await logs.send(new TagLogGroupCommand({ logGroupName, tags: { a: '1', b: '2' } }));
  await logs.send(new UntagLogGroupCommand({ logGroupName, tags: ['a'] }));
  const listed = await logs.send(new ListTagsLogGroupCommand({ logGroupName }));
  t.deepEqual(listed.tags, { b: '2' });
  await t.throwsAsync(
    logs.send(new ListTagsLogGroupCommand({ logGroupName: `${logGroupName}-2` })),
    { name: 'ResourceNotFoundException' },
  );
});
