import type { PatchOperation } from '@aws-sdk/client-api-gateway';
import { z } from 'zod';
import { ProviderError, unlessMissing } from '../errors.ts';
import { defineResource, type Live } from '../resource.ts';

const schema = z.strictObject({
  basePath: z.string().optional(),
  domainName: z.string(),
  region: z.string().optional(),
  restApi: z.string(),
  stageName: z.string().optional(),
});

const noBasePath = '(none)';

/** `aws:apigateway/basePathMapping:BasePathMapping`. Its id is `DOMAIN/BASE_PATH`, which may be empty. */
export const basePathMapping = defineResource({
  title: 'base path mapping',
  schema,
  outputs: [],
  replaceOn: ['basePath', 'domainName', 'region'],
  chosenByAws: ['region'],

  async create(region, { basePath, domainName, restApi, stageName }) {
    const { CreateBasePathMappingCommand } = await import('@aws-sdk/client-api-gateway');
    const client = await region.apiGateway;
    await client.send(
      new CreateBasePathMappingCommand({
        ...{ domainName, basePath, restApiId: restApi, stage: stageName },
      }),
    );
    return `${domainName}/${basePath ?? ''}`;
  },

  async read(region, id): Promise<Live | undefined> {
    const { GetBasePathMappingCommand } = await import('@aws-sdk/client-api-gateway');
    const client = await region.apiGateway;
    const live = await unlessMissing(client.send(new GetBasePathMappingCommand(keyOf(id))));
    return (
      live && {
        id,
        properties: {
          domainName: keyOf(id).domainName,
          restApi: live.restApiId,
          ...(live.basePath !== noBasePath && { basePath: live.basePath }),
          ...(live.stage !== undefined && { stageName: live.stage }),
        },
      }
    );
  },

  async update(region, id, { inputs, changed }) {
    const { UpdateBasePathMappingCommand } = await import('@aws-sdk/client-api-gateway');
    const client = await region.apiGateway;
    const replace = (path: string, value = ''): PatchOperation => ({ op: 'replace', path, value });
    const patchOperations = [
      ...(changed.has('restApi') ? [replace('/restapiId', inputs.restApi)] : []),
      ...(changed.has('stageName') ? [replace('/stage', inputs.stageName)] : []),
    ];
    await client.send(new UpdateBasePathMappingCommand({ ...keyOf(id), patchOperations }));
  },

  async delete(region, id) {
    const { DeleteBasePathMappingCommand } = await import('@aws-sdk/client-api-gateway');
    const client = await region.apiGateway;
    await unlessMissing(client.send(new DeleteBasePathMappingCommand(keyOf(id))));
  },
});

function keyOf(id: string): { domainName: string; basePath: string } {
  const [domainName, basePath] = id.split('/');
  if (domainName === undefined || basePath === undefined) {
    throw new ProviderError(
      `"${id}" is not the id of a base path mapping: expected DOMAIN/BASE_PATH`,
    );
  }
  return { domainName, basePath: basePath === '' ? noBasePath : basePath };
}
