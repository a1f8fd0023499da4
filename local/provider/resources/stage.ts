import { z } from 'zod';
import { ProviderError, unlessMissing } from '../errors.ts';
import type { Properties } from '../properties.ts';
import { defineResource, type Live } from '../resource.ts';
import { allTags, tagProperties } from '../tags.ts';
import type { AwsRegion } from '../aws-region.ts';
import { changeTags } from './api-gateway-tags.ts';
import { stagePatches } from './stage-patches.ts';

const schema = z.strictObject({
  accessLogSettings: z.strictObject({ destinationArn: z.string(), format: z.string() }).optional(),
  cacheClusterEnabled: z.boolean().optional(),
  cacheClusterSize: z.enum(['0.5', '1.6', '6.1', '13.5', '28.4', '58.2', '118', '237']).optional(),
  canarySettings: z
    .strictObject({
      deploymentId: z.string(),
      percentTraffic: z.number().optional(),
      stageVariableOverrides: z.record(z.string(), z.string()).optional(),
      useStageCache: z.boolean().optional(),
    })
    .optional(),
  clientCertificateId: z.string().optional(),
  deployment: z.string(),
  description: z.string().optional(),
  documentationVersion: z.string().optional(),
  region: z.string().optional(),
  restApi: z.string(),
  stageName: z.string(),
  tags: z.record(z.string(), z.string()).optional(),
  variables: z.record(z.string(), z.string()).optional(),
  xrayTracingEnabled: z.boolean().optional(),
});

/**
 * `aws:apigateway/stage:Stage`. An update patches only what changed, variables one by one, so what a
 * release moves (`deployment`, live variables) stays where it is unless the program changes just that.
 */
export const stage = defineResource({
  title: 'API Gateway stage',
  schema,
  outputs: ['arn', 'executionArn', 'invokeUrl', 'tagsAll', 'webAclArn'],
  replaceOn: ['region', 'restApi', 'stageName'],
  chosenByAws: ['region'],
  tagged: true,

  outdated({ restApi, stageName, invokeUrl }, region) {
    if (typeof restApi !== 'string' || typeof stageName !== 'string') {
      return {};
    }
    const now = invokeUrlOf(region, restApi, stageName);
    return invokeUrl === now ? {} : { invokeUrl: now };
  },

  async create(region, inputs) {
    const { CreateStageCommand } = await import('@aws-sdk/client-api-gateway');
    const client = await region.apiGateway;
    const key = { restApiId: inputs.restApi, stageName: inputs.stageName };
    await client.send(
      new CreateStageCommand({
        ...key,
        deploymentId: inputs.deployment,
        cacheClusterEnabled: inputs.cacheClusterEnabled,
        cacheClusterSize: inputs.cacheClusterSize,
        canarySettings: inputs.canarySettings,
        description: inputs.description,
        documentationVersion: inputs.documentationVersion,
        tracingEnabled: inputs.xrayTracingEnabled,
        variables: inputs.variables,
        tags: allTags(region, inputs.tags),
      }),
    );
    return idOf(key);
  },

  // CreateStage takes neither the access log nor the client certificate.
  async complete(region, _id, { restApi, stageName, accessLogSettings, clientCertificateId }) {
    const patches = stagePatches({}, { accessLogSettings, clientCertificateId });
    await patch(region, { restApiId: restApi, stageName }, patches);
  },

  async read(region, id, known): Promise<Live | undefined> {
    const key = keyOf(id, known);
    const live = await find(region, key);
    if (live === undefined) {
      return undefined;
    }
    const { restApiId, stageName } = key;
    return {
      id: idOf(key),
      properties: {
        restApi: restApiId,
        stageName,
        deployment: live.deploymentId,
        accessLogSettings: live.accessLogSettings?.destinationArn
          ? live.accessLogSettings
          : undefined,
        arn: `arn:${region.partition}:apigateway:${region.name}::/restapis/${restApiId}/stages/${stageName}`,
        cacheClusterEnabled: live.cacheClusterEnabled ?? false,
        cacheClusterSize: live.cacheClusterEnabled ? live.cacheClusterSize : known.cacheClusterSize,
        canarySettings: live.canarySettings,
        clientCertificateId: live.clientCertificateId,
        description: live.description,
        documentationVersion: live.documentationVersion,
        executionArn: await region.arn('execute-api', `${restApiId}/${stageName}`),
        invokeUrl: invokeUrlOf(region, restApiId, stageName),
        variables: live.variables,
        webAclArn: live.webAclArn ?? '',
        xrayTracingEnabled: live.tracingEnabled ?? false,
        ...tagProperties(region, live.tags),
      },
    };
  },

  async update(region, id, { inputs, changed, state }) {
    const key = keyOf(id, state);
    await patch(region, key, stagePatches(state, inputs));
    if (changed.has('tagsAll')) {
      await changeTags(region, state, inputs.tags);
    }
  },

  async delete(region, id, state) {
    const { DeleteStageCommand } = await import('@aws-sdk/client-api-gateway');
    const client = await region.apiGateway;
    await unlessMissing(client.send(new DeleteStageCommand(keyOf(id, state))));
  },
});

interface StageKey {
  readonly restApiId: string;
  readonly stageName: string;
}

async function find(region: AwsRegion, key: StageKey) {
  const { GetStageCommand } = await import('@aws-sdk/client-api-gateway');
  const client = await region.apiGateway;
  return unlessMissing(client.send(new GetStageCommand(key)));
}

async function patch(
  region: AwsRegion,
  key: StageKey,
  patchOperations: ReturnType<typeof stagePatches>,
): Promise<void> {
  if (patchOperations.length === 0) {
    return;
  }
  const { UpdateStageCommand } = await import('@aws-sdk/client-api-gateway');
  const client = await region.apiGateway;
  await client.send(new UpdateStageCommand({ ...key, patchOperations }));
}

function invokeUrlOf(region: AwsRegion, restApiId: string, stageName: string): string {
  return `${region.config.endpoint}/_aws/execute-api/${restApiId}/${stageName}`;
}

function idOf({ restApiId, stageName }: StageKey): string {
  return `ags-${restApiId}-${stageName}`;
}

// An import begins with API/STAGE.
function keyOf(id: string, { restApi, stageName }: Properties): StageKey {
  if (typeof restApi === 'string' && typeof stageName === 'string') {
    return { restApiId: restApi, stageName };
  }
  const [, api, name] = /^(?:ags-([a-z0-9]+)-|([^/]+)\/)([^/]+)$/.exec(id)?.filter(Boolean) ?? [];
  if (api === undefined || name === undefined) {
    throw new ProviderError(`"${id}" is not a stage's id: expected REST_API_ID/STAGE_NAME`);
  }
  return { restApiId: api, stageName: name };
}
