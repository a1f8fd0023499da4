import { z } from 'zod';
import { withoutNames } from '../by-name.ts';
import type { RpcOperation } from '../operation.ts';
import type { Region } from '../region.ts';
import { toTagList } from '../rpc/fields.ts';
import {
  defineIam,
  entityAlreadyExists,
  invalidInput,
  limitExceeded,
  noSuchEntity,
  validationError,
} from './errors.ts';
import * as field from './fields.ts';
import type { OidcProvider } from './state.ts';

const scheme = 'https://';
const url = /^https:\/\/[\w.-]+(\/[\w.~/-]*)?$/;
const arn = z.string().min(20).max(2048);
const clientId = z.string().min(1).max(255);
const clientIds = field.texts(clientId, [
  'Member must have length less than or equal to 255',
  'Member must have length greater than or equal to 1',
]);
const thumbprints = field.texts(z.string().length(40), [
  'Member must have length less than or equal to 40',
  'Member must have length greater than or equal to 40',
]);

/** AWS knows of GitHub's hosts which certificates they have, so a thumbprint may be left out. */
const createProvider = defineIam({
  name: 'CreateOpenIDConnectProvider',
  writes: true,
  input: z.object({
    ClientIDList: clientIds.default([]),
    ThumbprintList: thumbprints.default([]),
    Url: z.string().max(255),
    Tags: field.tags.prefault([]),
  }),
  run: (input, region) => {
    if (!url.test(input.Url)) {
      throw validationError('Invalid Open ID Connect Provider URL');
    }
    if (input.ThumbprintList.length > 5) {
      throw invalidInput('Thumbprint list must contain fewer than 5 entries.');
    }
    verifyClientIds(input.ClientIDList);
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
    const tags = toTagList(provider.tags);
    return { OpenIDConnectProviderArn: providerArn, ...(tags.length > 0 && { Tags: tags }) };
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
    const { OpenIDConnectProviderArn: providerArn } = input;
    if (region.state.iam.oidcProviders[providerArn] === undefined) {
      throw noSuchEntity(`OpenId connect Provider ${providerArn} cannot be found.`);
    }
    Reflect.deleteProperty(region.state.iam.oidcProviders, providerArn);
    return {};
  },
});

const addClientId = defineIam({
  name: 'AddClientIDToOpenIDConnectProvider',
  writes: true,
  input: z.object({ OpenIDConnectProviderArn: arn, ClientID: clientId }),
  run: (input, region) => {
    const provider = requireProvider(region, input.OpenIDConnectProviderArn);
    const added = [...new Set([...provider.clientIds, input.ClientID])];
    verifyClientIds(added);
    provider.clientIds = added;
    return {};
  },
});

const removeClientId = defineIam({
  name: 'RemoveClientIDFromOpenIDConnectProvider',
  writes: true,
  input: z.object({ OpenIDConnectProviderArn: arn, ClientID: clientId }),
  run: (input, region) => {
    const provider = requireProvider(region, input.OpenIDConnectProviderArn);
    provider.clientIds = provider.clientIds.filter((id) => id !== input.ClientID);
    return {};
  },
});

const tagProvider = defineIam({
  name: 'TagOpenIDConnectProvider',
  writes: true,
  input: z.object({ OpenIDConnectProviderArn: arn, Tags: field.tags }),
  run: (input, region) => {
    const provider = requireProvider(region, input.OpenIDConnectProviderArn);
    const keys = new Set([provider.tags, input.Tags].flatMap((tags) => Object.keys(tags)));
    if (keys.size > 50) {
      throw limitExceeded('The number of tags has reached the maximum limit.');
    }
    Object.assign(provider.tags, input.Tags);
    return {};
  },
});

const untagProvider = defineIam({
  name: 'UntagOpenIDConnectProvider',
  writes: true,
  input: z.object({ OpenIDConnectProviderArn: arn, TagKeys: field.tagKeys }),
  run: (input, region) => {
    const provider = requireProvider(region, input.OpenIDConnectProviderArn);
    provider.tags = withoutNames(provider.tags, input.TagKeys);
    return {};
  },
});

function verifyClientIds(ids: readonly string[]): void {
  if (ids.length > 100) {
    throw limitExceeded('Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100');
  }
}

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
