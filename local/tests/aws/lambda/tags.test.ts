import { ListTagsCommand, TagResourceCommand, UntagResourceCommand } from '@aws-sdk/client-lambda';
import test from 'ava';
import { createFunction, settled, setUp } from './_helpers/functions.ts';
import { refused } from './_helpers/refusal.ts';

test('tags are added, replaced, removed and listed', async (t) => {
  const stand = await setUp(t);
  const { FunctionArn: Resource = '' } = await createFunction(t, stand, {
    Tags: { team: 'a', 'key with: space/': 'v' },
  });
  const { lambda } = stand;
  const tags = async () => (await lambda.send(new ListTagsCommand({ Resource }))).Tags;
  const tagged = await lambda.send(
    new TagResourceCommand({ Resource, Tags: { team: 'b', x: '' } }),
  );
  t.is(tagged.$metadata.httpStatusCode, 204);
  t.deepEqual(await tags(), { team: 'b', 'key with: space/': 'v', x: '' });
  await lambda.send(
    new UntagResourceCommand({ Resource, TagKeys: ['x', 'key with: space/', 'none'] }),
  );
  t.deepEqual(await tags(), { team: 'b' });
});

test('tagging and untagging give $LATEST a new RevisionId', async (t) => {
  const stand = await setUp(t);
  const { FunctionName, FunctionArn: Resource = '' } = await createFunction(t, stand);
  const revisions = [(await settled(stand, FunctionName)).RevisionId];
  await stand.lambda.send(new TagResourceCommand({ Resource, Tags: { a: 'b' } }));
  revisions.push((await settled(stand, FunctionName)).RevisionId);
  await stand.lambda.send(new UntagResourceCommand({ Resource, TagKeys: ['a'] }));
  revisions.push((await settled(stand, FunctionName)).RevisionId);
  t.is(new Set(revisions).size, 3);
});

test('only functions that are there have tags', async (t) => {
  const stand = await setUp(t);
  const { FunctionArn = '' } = await createFunction(t, stand);
  const tag = (Resource: string) =>
    stand.lambda.send(new TagResourceCommand({ Resource, Tags: { a: 'b' } }));
  await refused(t, tag(`${FunctionArn}:PROD`), 'InvalidParameterValueException', 400);
  await refused(t, tag(`${FunctionArn}x`), 'ResourceNotFoundException', 404);
});

test('a function has at most 50 tags', async (t) => {
  const stand = await setUp(t);
  const { FunctionArn: Resource = '' } = await createFunction(t, stand);
  const Tags = Object.fromEntries(
    Array.from({ length: 51 }, (_, index) => [`k${String(index)}`, 'v']),
  );
  await refused(
    t,
    stand.lambda.send(new TagResourceCommand({ Resource, Tags })),
    'InvalidParameterValueException',
    400,
  );
});
