import {
  ListTagsOfResourceCommand,
  ResourceNotFoundException,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-dynamodb';
import test from 'ava';
import { account, region } from '../../_helpers/account.ts';
import { startEmbedded } from '../../_helpers/embedded.ts';
import { makeTable } from './_table.ts';

const ResourceArn = `arn:aws:dynamodb:${region}:${account}:table/orders`;

test('a table is made with tags, which are set and taken away', async (t) => {
  const { dynamodb } = (await startEmbedded(t)).clients;
  const list = async () =>
    (await dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn }))).Tags;
  await makeTable(dynamodb, { Tags: [{ Key: 'team', Value: 'a' }] });
  await dynamodb.send(
    new TagResourceCommand({ ResourceArn, Tags: [{ Key: 'stage', Value: 'dev' }] }),
  );
  t.deepEqual(await list(), [
    { Key: 'team', Value: 'a' },
    { Key: 'stage', Value: 'dev' },
  ]);
  await dynamodb.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['team'] }));
  t.deepEqual(await list(), [{ Key: 'stage', Value: 'dev' }]);
});

test('a table of another region is not there', async (t) => {
  const { dynamodb } = (await startEmbedded(t)).clients;
  await makeTable(dynamodb);
  const other = ResourceArn.replace(region, 'us-west-2');
  await t.throwsAsync(dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn: other })), {
    instanceOf: ResourceNotFoundException,
  });
});
