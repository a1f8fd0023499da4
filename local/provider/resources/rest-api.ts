import { z } from 'zod';
import type { AwsRegion } from '../aws-region.ts';
import { isIncluded, isSameJson } from '../equality.ts';
import { ProviderError, unlessMissing } from '../errors.ts';
import { defineResource, type Live } from '../resource.ts';
import { allTags, tagProperties } from '../tags.ts';
import { changeTags } from './api-gateway-tags.ts';
import { restApiPatches } from './rest-api-patches.ts';

const schema = z.strictObject({
  apiKeySource: z.enum(['HEADER', 'AUTHORIZER']).optional(),
  binaryMediaTypes: z.array(z.string()).optional(),
  body: z.string().optional(),
  description: z.string().optional(),
  disableExecuteApiEndpoint: z.boolean().optional(),
  endpointConfiguration: z
    .strictObject({
      ipAddressType: z.enum(['ipv4', 'dualstack']).optional(),
      types: z.enum(['EDGE', 'REGIONAL', 'PRIVATE']),
      vpcEndpointIds: z.array(z.string()).optional(),
    })
    .optional(),
  failOnWarnings: z.boolean().optional(),
  minimumCompressionSize: z.string().optional(),
  name: z.string().optional(),
  parameters: z.record(z.string(), z.string()).optional(),
  policy: z.string().optional(),
  putRestApiMode: z.enum(['merge', 'overwrite']).optional(),
  region: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
});

type Inputs = z.output<typeof schema>;

/** `aws:apigateway/restApi:RestApi`, with or without an OpenAPI `body`. */
export const restApi = defineResource({
  title: 'REST API',
  schema,
  autoName: { property: 'name', maxLength: 1024 },
  defaults: { putRestApiMode: 'overwrite' },
  outputs: ['arn', 'createdDate', 'executionArn', 'rootResourceId', 'tagsAll'],
  replaceOn: ['region'],
  chosenByAws: [
    'apiKeySource',
    'binaryMediaTypes',
    'description',
    'disableExecuteApiEndpoint',
    'endpointConfiguration',
    'minimumCompressionSize',
    'policy',
    'region',
  ],
  notReadable: ['body', 'failOnWarnings', 'parameters', 'putRestApiMode'],
  documents: ['policy'],
  equivalent: { endpointConfiguration: isIncluded, policy: isSameJson },
  tagged: true,

  async create(region, inputs) {
    const { CreateRestApiCommand } = await import('@aws-sdk/client-api-gateway');
    const client = await region.apiGateway;
    const { endpointConfiguration, minimumCompressionSize } = inputs;
    const made = await client.send(
      new CreateRestApiCommand({
        name: inputs.name,
        apiKeySource: inputs.apiKeySource,
        binaryMediaTypes: inputs.binaryMediaTypes,
        description: inputs.description,
        disableExecuteApiEndpoint: inputs.disableExecuteApiEndpoint,
        endpointConfiguration: endpointConfiguration && {
          ...endpointConfiguration,
          types: [endpointConfiguration.types],
        },
        minimumCompressionSize: compressionSize(minimumCompressionSize),
        policy: inputs.policy,
        tags: allTags(region, inputs.tags),
      }),
    );
    if (made.id === undefined) {
      throw new ProviderError('API Gateway answered without an id');
    }
    return made.id;
  },

  async complete(region, id, inputs) {
    await importBody(region, id, inputs);
  },

  async read(region, id): Promise<Live | undefined> {
    const { GetRestApiCommand } = await import('@aws-sdk/client-api-gateway');
    const client = await region.apiGateway;
    const live = await unlessMissing(client.send(new GetRestApiCommand({ restApiId: id })));
    if (live === undefined) {
      return undefined;
    }
    const { types, ...endpoint } = live.endpointConfiguration ?? {};
    return {
      id,
      properties: {
        apiKeySource: live.apiKeySource ?? 'HEADER',
        arn: `arn:${region.partition}:apigateway:${region.name}::/restapis/${id}`,
        binaryMediaTypes: live.binaryMediaTypes ?? [],
        createdDate: live.createdDate?.toISOString().replace(/\.\d+Z$/, 'Z'),
        description: live.description ?? '',
        disableExecuteApiEndpoint: live.disableExecuteApiEndpoint ?? false,
        endpointConfiguration: { ...endpoint, types: types?.[0] ?? 'EDGE' },
        executionArn: await region.arn('execute-api', id),
        minimumCompressionSize: live.minimumCompressionSize?.toString() ?? '',
        name: live.name,
        // API Gateway gives its policies with every quote escaped once more.
        policy: live.policy?.replaceAll('\\"', '"') ?? '',
        rootResourceId: live.rootResourceId ?? (await findRootResource(region, id)),
        ...tagProperties(region, live.tags),
      },
    };
  },

  async update(region, id, { inputs, changed, state }) {
    await patch(region, id, restApiPatches(state, inputs));
    if (changed.has('body') || changed.has('parameters')) {
      await importBody(region, id, inputs);
    }
    if (changed.has('tagsAll')) {
      await changeTags(region, state, inputs.tags);
    }
  },

  async delete(region, id) {
    const { DeleteRestApiCommand } = await import('@aws-sdk/client-api-gateway');
    const client = await region.apiGateway;
    await unlessMissing(client.send(new DeleteRestApiCommand({ restApiId: id })));
  },
});

/**
 * Imports the body, and then sets again what the program gives beside it: an import in mode `overwrite`
 * replaces the API's name, description and so on by what the body says.
 */
async function importBody(region: AwsRegion, id: string, inputs: Inputs): Promise<void> {
  if (inputs.body === undefined || inputs.body === '') {
    return;
  }
  const { PutRestApiCommand } = await import('@aws-sdk/client-api-gateway');
  const client = await region.apiGateway;
  await client.send(
    new PutRestApiCommand({
      restApiId: id,
      body: Buffer.from(inputs.body),
      failOnWarnings: inputs.failOnWarnings,
      mode: inputs.putRestApiMode ?? 'overwrite',
      parameters: inputs.parameters,
    }),
  );
  const imported = await restApi.read(region, id, {});
  await patch(region, id, restApiPatches(imported?.properties ?? {}, inputs));
}

async function patch(
  region: AwsRegion,
  restApiId: string,
  patchOperations: ReturnType<typeof restApiPatches>,
): Promise<void> {
  if (patchOperations.length === 0) {
    return;
  }
  const { UpdateRestApiCommand } = await import('@aws-sdk/client-api-gateway');
  const client = await region.apiGateway;
  await client.send(new UpdateRestApiCommand({ restApiId, patchOperations }));
}

async function findRootResource(region: AwsRegion, restApiId: string): Promise<string | undefined> {
  const { paginateGetResources } = await import('@aws-sdk/client-api-gateway');
  const client = await region.apiGateway;
  for await (const { items } of paginateGetResources({ client }, { restApiId })) {
    const root = items?.find(({ path }) => path === '/');
    if (root !== undefined) {
      return root.id;
    }
  }
  return undefined;
}

// The property is a text, with -1 for "no compression".
function compressionSize(size: string | undefined): number | undefined {
  return size === undefined || size === '' || size === '-1' ? undefined : Number(size);
}
