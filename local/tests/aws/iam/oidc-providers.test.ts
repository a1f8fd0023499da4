import {
  AddClientIDToOpenIDConnectProviderCommand,
  CreateOpenIDConnectProviderCommand,
  DeleteOpenIDConnectProviderCommand,
  GetOpenIDConnectProviderCommand,
  ListOpenIDConnectProvidersCommand,
  RemoveClientIDFromOpenIDConnectProviderCommand,
  TagOpenIDConnectProviderCommand,
  UntagOpenIDConnectProviderCommand,
} from '@aws-sdk/client-iam';
import test from 'ava';
import { account } from '../../_helpers/account.ts';
import { startEmbedded } from '../../_helpers/embedded.ts';

const Url = 'https://token.example.test';
const OpenIDConnectProviderArn = `arn:aws:iam::${account}:oidc-provider/token.example.test`;

test('a provider is made, read, listed and deleted', async (t) => {
  const { iam } = (await startEmbedded(t)).clients;
  const Tags = [{ Key: 'a', Value: '1' }];
  const made = await iam.send(
    new CreateOpenIDConnectProviderCommand({ Url, ClientIDList: ['one'], Tags }),
  );
  t.like(made, { OpenIDConnectProviderArn, Tags });
  const read = await iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }));
  t.like(read, { Url: 'token.example.test', ClientIDList: ['one'], Tags });
  const list = async () =>
    (await iam.send(new ListOpenIDConnectProvidersCommand({}))).OpenIDConnectProviderList;
  t.deepEqual(await list(), [{ Arn: OpenIDConnectProviderArn }]);
  await iam.send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }));
  t.deepEqual(await list(), []);
});

test('an account has one provider of a URL', async (t) => {
  const { iam } = (await startEmbedded(t)).clients;
  await iam.send(new CreateOpenIDConnectProviderCommand({ Url }));
  await t.throwsAsync(iam.send(new CreateOpenIDConnectProviderCommand({ Url })), {
    name: 'EntityAlreadyExistsException',
  });
});

test('a URL without https, and a provider that is not there, are refused', async (t) => {
  const { iam } = (await startEmbedded(t)).clients;
  await t.throwsAsync(iam.send(new CreateOpenIDConnectProviderCommand({ Url: 'http://a.test' })), {
    name: 'ValidationError',
    message: 'Invalid Open ID Connect Provider URL',
  });
  const missing = { name: 'NoSuchEntityException', message: /OpenID ?connect Provider/i };
  const at = { OpenIDConnectProviderArn };
  await t.throwsAsync(iam.send(new GetOpenIDConnectProviderCommand(at)), missing);
  await t.throwsAsync(iam.send(new DeleteOpenIDConnectProviderCommand(at)), missing);
});

test('a provider has five thumbprints, a hundred client ids and fifty tags at most', async (t) => {
  const { iam } = (await startEmbedded(t)).clients;
  const several = (count: number) => Array.from({ length: count }, (_, n) => String(n));
  const create = (more: { ThumbprintList?: string[]; ClientIDList?: string[] }) =>
    iam.send(new CreateOpenIDConnectProviderCommand({ Url, ...more }));
  await t.throwsAsync(create({ ThumbprintList: several(6).map((n) => n.repeat(40)) }), {
    name: 'InvalidInputException',
    message: 'Thumbprint list must contain fewer than 5 entries.',
  });
  await t.throwsAsync(create({ ClientIDList: several(101) }), {
    name: 'LimitExceededException',
    message: 'Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100',
  });
  t.is((await create({})).Tags, undefined);
  const tag = (keys: string[]) =>
    iam.send(
      new TagOpenIDConnectProviderCommand({
        OpenIDConnectProviderArn,
        Tags: keys.map((Key) => ({ Key, Value: '' })),
      }),
    );
  await tag(several(50));
  await t.throwsAsync(tag(['one more']), { name: 'LimitExceededException' });
});

test('client ids and tags are added and removed', async (t) => {
  const { iam } = (await startEmbedded(t)).clients;
  await iam.send(new CreateOpenIDConnectProviderCommand({ Url, ClientIDList: ['one'] }));
  const at = { OpenIDConnectProviderArn };
  await iam.send(new AddClientIDToOpenIDConnectProviderCommand({ ...at, ClientID: 'two' }));
  await iam.send(new RemoveClientIDFromOpenIDConnectProviderCommand({ ...at, ClientID: 'one' }));
  const Tags = ['a', 'b'].map((Key) => ({ Key, Value: '1' }));
  await iam.send(new TagOpenIDConnectProviderCommand({ ...at, Tags }));
  await iam.send(new UntagOpenIDConnectProviderCommand({ ...at, TagKeys: ['a'] }));
  t.like(await iam.send(new GetOpenIDConnectProviderCommand(at)), {
    ClientIDList: ['two'],
    Tags: [{ Key: 'b', Value: '1' }],
  });
});
