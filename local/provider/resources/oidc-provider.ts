import { z } from 'zod';
import type { AwsRegion } from '../aws-region.ts';
import { unlessMissing } from '../errors.ts';
import type { Properties } from '../properties.ts';
import { defineResource, type Live } from '../resource.ts';
import { allTags, tagChanges, tagProperties } from '../tags.ts';

const schema = z.strictObject({
  url: z.string(),
  clientIdLists: z.array(z.string()),
  thumbprintLists: z.array(z.string()).optional(),
  tags: z.record(z.string(), z.string()).optional(),
});

/** `aws:iam/openIdConnectProvider:OpenIdConnectProvider`; its id is its ARN. */
export const oidcProvider = defineResource({
  title: 'IAM OpenID Connect provider',
  schema,
  outputs: ['arn', 'tagsAll'],
  replaceOn: ['url', 'thumbprintLists'],
  chosenByAws: ['thumbprintLists'],
  equivalent: { url: (one, other) => hostOf(one) === hostOf(other) },
  tagged: true,

  async create(region, inputs) {
    const { CreateOpenIDConnectProviderCommand } = await import('@aws-sdk/client-iam');
    const client = await region.iam;
    const tags = Object.entries(allTags(region, inputs.tags));
    const { OpenIDConnectProviderArn = '' } = await client.send(
      new CreateOpenIDConnectProviderCommand({
        Url: inputs.url,
        ClientIDList: inputs.clientIdLists,
        ThumbprintList: inputs.thumbprintLists,
        Tags: tags.map(([Key, Value]) => ({ Key, Value })),
      }),
    );
    return OpenIDConnectProviderArn;
  },

  async read(region, id): Promise<Live | undefined> {
    const { GetOpenIDConnectProviderCommand } = await import('@aws-sdk/client-iam');
    const client = await region.iam;
    const live = await unlessMissing(
      client.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: id })),
    );
    if (live === undefined) {
      return undefined;
    }
    const tags = (live.Tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? ''] as const);
    return {
      id,
      properties: {
        arn: id,
        url: live.Url,
        clientIdLists: live.ClientIDList ?? [],
        thumbprintLists: live.ThumbprintList ?? [],
        ...tagProperties(region, Object.fromEntries(tags)),
      },
    };
  },

  async update(region, id, { inputs, changed, state }) {
    if (changed.has('clientIdLists')) {
      await changeClients(region, id, state, inputs.clientIdLists);
    }
    if (changed.has('tagsAll')) {
      await changeTags(region, id, state, inputs.tags);
    }
  },

  async delete(region, id) {
    const { DeleteOpenIDConnectProviderCommand } = await import('@aws-sdk/client-iam');
    const client = await region.iam;
    await unlessMissing(
      client.send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: id })),
    );
  },
});

/** AWS keeps the URL without its scheme. */
function hostOf(url: unknown): unknown {
  return typeof url === 'string' ? url.replace(/^https:\/\//, '') : url;
}

async function changeClients(
  region: AwsRegion,
  OpenIDConnectProviderArn: string,
  { clientIdLists }: Properties,
  wanted: readonly string[],
): Promise<void> {
  const {
    AddClientIDToOpenIDConnectProviderCommand,
    RemoveClientIDFromOpenIDConnectProviderCommand,
  } = await import('@aws-sdk/client-iam');
  const client = await region.iam;
  const before = z.array(z.string()).parse(clientIdLists ?? []);
  for (const ClientID of wanted.filter((id) => !before.includes(id))) {
    await client.send(
      new AddClientIDToOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, ClientID }),
    );
  }
  for (const ClientID of before.filter((id) => !wanted.includes(id))) {
    await client.send(
      new RemoveClientIDFromOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, ClientID }),
    );
  }
}

async function changeTags(
  region: AwsRegion,
  OpenIDConnectProviderArn: string,
  state: Properties,
  tags: Readonly<Record<string, string>> | undefined,
): Promise<void> {
  const { TagOpenIDConnectProviderCommand, UntagOpenIDConnectProviderCommand } =
    await import('@aws-sdk/client-iam');
  const client = await region.iam;
  const { set, removed } = tagChanges(state, allTags(region, tags));
  if (removed.length > 0) {
    const TagKeys = removed;
    await client.send(new UntagOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, TagKeys }));
  }
  const Tags = Object.entries(set).map(([Key, Value]) => ({ Key, Value }));
  if (Tags.length > 0) {
    await client.send(new TagOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, Tags }));
  }
}
