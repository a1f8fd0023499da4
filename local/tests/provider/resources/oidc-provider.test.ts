import test from 'ava';
import { startWorkbench } from '../_helpers/provider-on.ts';

const type = 'aws:iam/openIdConnectProvider:OpenIdConnectProvider';
const url = 'https://token.example.test';

test('a provider of tokens: made, edited in place, deleted', async (t) => {
  const bench = await startWorkbench(t);
  const made = await bench.make(type, { url, clientIdLists: ['one'], tags: { a: '1' } });
  t.regex(made.id, /^arn:aws:iam::\d{12}:oidc-provider\/token\.example\.test$/);
  t.is(made.state.arn, made.id);
  t.deepEqual(await bench.changes(made, made.inputs), []);

  const asked = { url, clientIdLists: ['two', 'three'], tags: { b: '2' } };
  const edited = await bench.edit(made, asked);
  t.like(edited.state, { clientIdLists: ['two', 'three'], tagsAll: { b: '2' } });
  t.deepEqual(await bench.changes(edited, asked), []);

  await bench.provider.delete(edited);
  t.is(await bench.refresh(edited), undefined);
  await t.notThrowsAsync(bench.provider.delete(edited));
});

test('of another URL it is another provider', async (t) => {
  const bench = await startWorkbench(t);
  const made = await bench.make(type, { url, clientIdLists: ['one'] });
  const asked = { ...made.inputs, url: 'https://other.example.test' };
  const { replaces } = await bench.provider.diff({ ...made, asked, ignoreChanges: [] });
  t.deepEqual(replaces, ['url']);
});

test('it is imported by its ARN', async (t) => {
  const bench = await startWorkbench(t);
  const asked = { url, clientIdLists: ['one'] };
  const { urn, id } = await bench.make(type, asked);
  const live = await bench.provider.read({ urn, id, state: {} }, {});
  const imported = { urn, id, state: live?.properties ?? {}, inputs: live?.inputs ?? {} };
  t.deepEqual(await bench.changes(imported, asked), []);
});
