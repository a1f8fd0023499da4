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

const key = 'k'.repeat(129);
const pattern = String.raw`[\p{L}\p{Z}\p{N}_.:/=+\-@]+`;

for (const [what, Tags, name, message] of [
  [
    'two keys that differ in case alone',
    ['a', 'A'].map((Key) => ({ Key, Value: '' })),
    'InvalidInputException',
    'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
  ],
  [
    'more than fifty',
    Array.from({ length: 51 }, (_, n) => ({ Key: `k${String(n)}`, Value: '' })),
    'ValidationError',
    "1 validation error detected: Value at 'tags' failed to satisfy constraint: Member must have length less than or equal to 50",
  ],
  [
    'a long key and a sign that no key has',
    [
      { Key: key, Value: '' },
      { Key: '?', Value: '' },
    ],
    'ValidationError',
    `2 validation errors detected: Value at 'tags.1.member.key' failed to satisfy constraint: Member must have length less than or equal to 128; Value at 'tags.2.member.key' failed to satisfy constraint: Member must satisfy regular expression pattern: ${pattern}`,
  ],
] as const) {
  test(`a role is given no tags when there are ${what}`, async (t) => {
    const { iam } = (await startEmbedded(t)).clients;
    const RoleName = await createRole(t, iam);
    const send = () => iam.send(new TagRoleCommand({ RoleName, Tags: [...Tags] }));
    await t.throwsAsync(send, { name, message });
    t.deepEqual((await iam.send(new ListRoleTagsCommand({ RoleName }))).Tags, []);
  });
}

test('of tag keys to take away it is only said what all have to be', async (t) => {
  const { iam } = (await startEmbedded(t)).clients;
  const RoleName = await createRole(t, iam);
  const lengths =
    'Member must have length less than or equal to 128, Member must have length greater than or equal to 1';
  await t.throwsAsync(iam.send(new UntagRoleCommand({ RoleName, TagKeys: ['fine', key] })), {
    name: 'ValidationError',
    message: `1 validation error detected: Value at 'tagKeys' failed to satisfy constraint: Member must satisfy constraint: [${lengths}, Member must satisfy regular expression pattern: ${pattern}, Member must not be null]`,
  });
});
