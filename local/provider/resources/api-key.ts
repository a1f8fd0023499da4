import type { PatchOperation } from '@aws-sdk/client-api-gateway';
import { z } from 'zod';
import { ProviderError, unlessMissing } from '../errors.ts';
import { defineResource, type Live } from '../resource.ts';
import { allTags, tagProperties } from '../tags.ts';
import { changeTags } from './api-gateway-tags.ts';

const schema = z.strictObject({
  customerId: z.string().optional(),
  description: z.string().optional(),
  enabled: z.boolean().optional(),
  name: z.string().optional(),
  region: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
  value: z.string().optional(),
});

/** Inputs that are one patch each. */
const patched = ['customerId', 'description', 'enabled', 'name'] as const;

/** `aws:apigateway/apiKey:ApiKey`. Its value is a secret, which API Gateway chooses when it is left out. */
export const apiKey = defineResource({
  title: 'API key',
  schema,
  autoName: { property: 'name', maxLength: 1024 },
  defaults: { enabled: true },
  outputs: ['arn', 'createdDate', 'lastUpdatedDate', 'tagsAll'],
  replaceOn: ['region', 'value'],
  chosenByAws: ['region', 'value'],
  tagged: true,

  async create(region, { customerId, description, enabled, name, tags, value }) {
    const { CreateApiKeyCommand } = await import('@aws-sdk/client-api-gateway');
    const client = await region.apiGateway;
    const { id } = await client.send(
      new CreateApiKeyCommand({
        ...{ customerId, description, enabled, name, value },
        tags: allTags(region, tags),
      }),
    );
    if (id === undefined) {
      throw new ProviderError('API Gateway answered without an id');
    }
    return id;
  },

  async read(region, id): Promise<Live | undefined> {
    const { GetApiKeyCommand } = await import('@aws-sdk/client-api-gateway');
    const client = await region.apiGateway;
    const live = await unlessMissing(
      client.send(new GetApiKeyCommand({ apiKey: id, includeValue: true })),
    );
    if (live === undefined) {
      return undefined;
    }
    return {
      id,
      properties: {
        arn: `arn:${region.partition}:apigateway:${region.name}::/apikeys/${id}`,
        createdDate: live.createdDate?.toISOString(),
        customerId: live.customerId ?? '',
        description: live.description ?? '',
        enabled: live.enabled ?? false,
        lastUpdatedDate: live.lastUpdatedDate?.toISOString(),
        name: live.name,
        value: live.value,
        ...tagProperties(region, live.tags),
      },
    };
  },

  async update(region, id, { inputs, changed, state }) {
    const patchOperations = patched
      .filter((name) => changed.has(name))
      .map((name): PatchOperation => ({
        ...{ op: 'replace', path: `/${name}` },
        value: String(inputs[name] ?? ''),
      }));
    if (patchOperations.length > 0) {
      const { UpdateApiKeyCommand } = await import('@aws-sdk/client-api-gateway');
      const client = await region.apiGateway;
      await client.send(new UpdateApiKeyCommand({ apiKey: id, patchOperations }));
    }
    if (changed.has('tagsAll')) {
      await changeTags(region, state, inputs.tags);
    }
  },

  async delete(region, id) {
    const { DeleteApiKeyCommand } = await import('@aws-sdk/client-api-gateway');
    const client = await region.apiGateway;
    await unlessMissing(client.send(new DeleteApiKeyCommand({ apiKey: id })));
  },
});
