import { z } from 'zod';
import { withoutNames } from '../by-name.ts';
import type { RpcOperation } from '../operation.ts';
import type { Region } from '../region.ts';
import { list, tagList, toTagList } from '../rpc/fields.ts';
import { defineIam, entityAlreadyExists, noSuchEntity } from './errors.ts';
import type { OidcProvider } from './state.ts';

const scheme = 'https://';
const url = z
  .string()
  .max(255)
  .regex(/^https:\/\/[\w.-]+(\/[\w.~/-]*)?$/, 'must begin with https:// and name a host');
const arn = z.string().min(20).max(2048);
const clientIds = list(z.string().min(1).max(255)).pipe(z.array(z.string()).max(100));
const thumbprints = list(z.string().length(40)).pipe(z.array(z.string()).max(5));

/** AWS knows of GitHub's hosts which certificates they have, so a thumbprint may be left out. */
const createProvider = defineIam({
  name: 'CreateOpenIDConnectProvider',
  writes: true,
  input: z.object({
    Url: url,
    ClientIDList: clientIds.default([]),
    ThumbprintList: thumbprints.default([]),
    Tags: tagList.prefault([]),
  }),
  run: (input, region) => {
    const providers = region.state.iam.oidcProviders;
    const host = input.Url.slice(scheme.length);
    const providerArn = `arn:aws:iam::${region.account}:oidc-provider/${host}`;
    if (providers[providerArn] !== undefined) {
      throw entityAlreadyExists(`Provider with url ${input.Url} already exists.`);
    }
    const provider: OidcProvider = {
      arn: providerArn,
      url: host,
      createDate: region.now(),
      clientIds: input.ClientIDList,
      thumbprints: input.ThumbprintList,
      tags: input.Tags,
    };
    providers[providerArn] = provider;
    return { OpenIDConnectProviderArn: providerArn, Tags: toTagList(provider.tags) };
  },
});

const getProvider = defineIam({
  name: 'GetOpenIDConnectProvider',
  writes: false,
  input: z.object({ OpenIDConnectProviderArn: arn }),
  run: (input, region) => {
    const provider = requireProvider(region, input.OpenIDConnectProviderArn);
    return {
      Url: provider.url,
      ClientIDList: provider.clientIds,
      ThumbprintList: provider.thumbprints,
      CreateDate: new Date(provider.createDate),
      Tags: toTagList(provider.tags),
    };
  },
});

const listProviders = defineIam({
  name: 'ListOpenIDConnectProviders',
  writes: false,
  input: z.object({}),
  run: (_, region) => ({
    OpenIDConnectProviderList: Object.keys(region.state.iam.oidcProviders)
      .sort()
      .map((Arn) => ({ Arn })),
  }),
});

const deleteProvider = defineIam({
  name: 'DeleteOpenIDConnectProvider',
  writes: true,
  input: z.object({ OpenIDConnectProviderArn: arn }),
  run: (input, region) => {
    requireProvider(region, input.OpenIDConnectProviderArn);
    Reflect.deleteProperty(region.state.iam.oidcProviders, input.OpenIDConnectProviderArn);
    return {};
  },
});

const addClientId = defineIam({
  name: 'AddClientIDToOpenIDConnectProvider',
  writes: true,
  input: z.object({ OpenIDConnectProviderArn: arn, ClientID: z.string().min(1).max(255) }),
  run: (input, region) => {
    const provider = requireProvider(region, input.OpenIDConnectProviderArn);
    provider.clientIds = [...new Set([...provider.clientIds, input.ClientID])];
    return {};
  },
});

const removeClientId = defineIam({
  name: 'RemoveClientIDFromOpenIDConnectProvider',
  writes: true,
  input: z.object({ OpenIDConnectProviderArn: arn, ClientID: z.string().min(1).max(255) }),
  run: (input, region) => {
    const provider = requireProvider(region, input.OpenIDConnectProviderArn);
    provider.clientIds = provider.clientIds.filter((id) => id !== input.ClientID);
    return {};
  },
});

const tagProvider = defineIam({
  name: 'TagOpenIDConnectProvider',
  writes: true,
  input: z.object({ OpenIDConnectProviderArn: arn, Tags: tagList }),
  run: (input, region) => {
    Object.assign(requireProvider(region, input.OpenIDConnectProviderArn).tags, input.Tags);
    return {};
  },
});

const untagProvider = defineIam({
  name: 'UntagOpenIDConnectProvider',
  writes: true,
  input: z.object({ OpenIDConnectProviderArn: arn, TagKeys: list(z.string()) }),
  run: (input, region) => {
    const provider = requireProvider(region, input.OpenIDConnectProviderArn);
    provider.tags = withoutNames(provider.tags, input.TagKeys);
    return {};
  },
});

function requireProvider(region: Region, providerArn: string): OidcProvider {
  const provider = region.state.iam.oidcProviders[providerArn];
  if (provider === undefined) {
    throw noSuchEntity(`OpenIDConnect Provider not found for arn ${providerArn}`);
  }
  return provider;
}

export const oidcProviderOperations: readonly RpcOperation[] = [
  createProvider,
  getProvider,
  listProviders,
  deleteProvider,
  addClientId,
  removeClientId,
  tagProvider,
  untagProvider,
];
