import type { PatchOperation } from '@aws-sdk/client-api-gateway';
import { z } from 'zod';
import { isIncluded, isSame } from '../equality.ts';
import { isAwsError, ProviderError, unlessMissing } from '../errors.ts';
import { isObject, type Properties } from '../properties.ts';
import { defineResource, type Live } from '../resource.ts';
import type { AwsRegion } from '../aws-region.ts';

const settingsSchema = z.strictObject({
  cacheDataEncrypted: z.boolean().optional(),
  cacheTtlInSeconds: z.number().int().optional(),
  cachingEnabled: z.boolean().optional(),
  dataTraceEnabled: z.boolean().optional(),
  loggingLevel: z.enum(['OFF', 'ERROR', 'INFO']).optional(),
  metricsEnabled: z.boolean().optional(),
  requireAuthorizationForCacheControl: z.boolean().optional(),
  throttlingBurstLimit: z.number().int().optional(),
  throttlingRateLimit: z.number().optional(),
  unauthorizedCacheControlHeaderStrategy: z
    .enum(['FAIL_WITH_403', 'SUCCEED_WITH_RESPONSE_HEADER', 'SUCCEED_WITHOUT_RESPONSE_HEADER'])
    .optional(),
});

const schema = z.strictObject({
  methodPath: z.string(),
  region: z.string().optional(),
  restApi: z.string(),
  settings: settingsSchema,
  stageName: z.string(),
});

type SettingName = keyof z.output<typeof settingsSchema>;

/** Where UpdateStage has each setting, after the method's path. */
const patchPaths: Readonly<Record<SettingName, string>> = {
  metricsEnabled: 'metrics/enabled',
  loggingLevel: 'logging/loglevel',
  dataTraceEnabled: 'logging/dataTrace',
  throttlingBurstLimit: 'throttling/burstLimit',
  throttlingRateLimit: 'throttling/rateLimit',
  cachingEnabled: 'caching/enabled',
  cacheTtlInSeconds: 'caching/ttlInSeconds',
  cacheDataEncrypted: 'caching/dataEncrypted',
  requireAuthorizationForCacheControl: 'caching/requireAuthorizationForCacheControl',
  unauthorizedCacheControlHeaderStrategy: 'caching/unauthorizedCacheControlHeaderStrategy',
};

interface SettingsKey {
  readonly restApiId: string;
  readonly stageName: string;
  readonly methodPath: string;
}

/** `aws:apigateway/methodSettings:MethodSettings`: patches of the stage, only for settings that changed. */
export const methodSettings = defineResource({
  title: 'API Gateway method settings',
  schema,
  defaults: { settings: { throttlingBurstLimit: -1, throttlingRateLimit: -1 } },
  outputs: [],
  replaceOn: ['methodPath', 'region', 'restApi', 'stageName'],
  chosenByAws: ['region'],
  equivalent: { settings: isIncluded },

  async create(region, { restApi, stageName, methodPath, settings }) {
    const key = { restApiId: restApi, stageName, methodPath };
    await patch(region, key, patchesOf(methodPath, {}, settings));
    return idOf(key);
  },

  async read(region, id, known): Promise<Live | undefined> {
    const { GetStageCommand } = await import('@aws-sdk/client-api-gateway');
    const client = await region.apiGateway;
    const key = keyOf(id, known);
    const { restApiId, stageName, methodPath } = key;
    const stage = await unlessMissing(client.send(new GetStageCommand({ restApiId, stageName })));
    const settings = stage?.methodSettings?.[methodPath];
    if (settings === undefined) {
      return undefined;
    }
    return { id: idOf(key), properties: { restApi: restApiId, stageName, methodPath, settings } };
  },

  async update(region, id, { inputs, state }) {
    const old = isObject(state.settings) ? state.settings : {};
    const patches = patchesOf(inputs.methodPath, old, inputs.settings);
    if (patches.length > 0) {
      await patch(region, keyOf(id, state), patches);
    }
  },

  async delete(region, id, state) {
    const key = keyOf(id, state);
    try {
      await unlessMissing(patch(region, key, [{ op: 'remove', path: `/${key.methodPath}` }]));
    } catch (error) {
      // AWS's answer when the method has no settings: "Cannot remove method setting ... because there is no method setting for this method".
      const gone =
        isAwsError(error, 'BadRequestException') && messageOf(error).includes('no method setting');
      if (!gone) {
        throw error;
      }
    }
  },
});

function patchesOf(
  methodPath: string,
  old: Properties,
  asked: z.output<typeof settingsSchema>,
): PatchOperation[] {
  const settings = new Map(Object.entries(asked));
  return Object.entries(patchPaths).flatMap(([name, path]): PatchOperation[] => {
    const value = settings.get(name);
    if (value === undefined || (isSame(old[name], value) && old[name] !== undefined)) {
      return [];
    }
    return [{ op: 'replace', path: `/${methodPath}/${path}`, value: String(value) }];
  });
}

async function patch(
  region: AwsRegion,
  { restApiId, stageName }: SettingsKey,
  patchOperations: PatchOperation[],
): Promise<void> {
  const { UpdateStageCommand } = await import('@aws-sdk/client-api-gateway');
  const client = await region.apiGateway;
  await client.send(new UpdateStageCommand({ restApiId, stageName, patchOperations }));
}

function idOf({ restApiId, stageName, methodPath }: SettingsKey): string {
  return `${restApiId}-${stageName}-${methodPath}`;
}

// An import begins with API/STAGE/METHOD_PATH; the method's path has a slash of its own: `*/*`.
function keyOf(id: string, { restApi, stageName, methodPath }: Properties): SettingsKey {
  if (
    typeof restApi === 'string' &&
    typeof stageName === 'string' &&
    typeof methodPath === 'string'
  ) {
    return { restApiId: restApi, stageName, methodPath };
  }
  const [, api, stage, path] = /^([^/]+)\/([^/]+)\/(.+)$/.exec(id) ?? [];
  if (api === undefined || stage === undefined || path === undefined) {
    throw new ProviderError(
      `"${id}" is not the id of method settings: expected REST_API_ID/STAGE_NAME/METHOD_PATH`,
    );
  }
  return { restApiId: api, stageName: stage, methodPath: path };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : '';
}
