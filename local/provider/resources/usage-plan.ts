import type { ApiStage, PatchOperation } from '@aws-sdk/client-api-gateway';
import { z } from 'zod';
import type { AwsRegion } from '../aws-region.ts';
import { ProviderError, unlessMissing } from '../errors.ts';
import type { Properties } from '../properties.ts';
import { defineResource, type Live } from '../resource.ts';
import { allTags, tagProperties } from '../tags.ts';
import { changeTags } from './api-gateway-tags.ts';
import { isSameStages, stagePatches, usagePlanPatches } from './usage-plan-patches.ts';

const limits = { burstLimit: z.number().int().optional(), rateLimit: z.number().optional() };

const schema = z.strictObject({
  apiStages: z
    .array(
      z.strictObject({
        apiId: z.string(),
        stage: z.string(),
        throttles: z.array(z.strictObject({ path: z.string(), ...limits })).optional(),
      }),
    )
    .optional(),
  description: z.string().optional(),
  name: z.string().optional(),
  productCode: z.string().optional(),
  quotaSettings: z
    .strictObject({
      limit: z.number().int(),
      offset: z.number().int().optional(),
      period: z.enum(['DAY', 'WEEK', 'MONTH']),
    })
    .optional(),
  region: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
  throttleSettings: z.strictObject(limits).optional(),
});
type Inputs = z.output<typeof schema>;

/** `aws:apigateway/usagePlan:UsagePlan`. */
export const usagePlan = defineResource({
  title: 'usage plan',
  schema,
  autoName: { property: 'name', maxLength: 1024 },
  outputs: ['arn', 'tagsAll'],
  replaceOn: ['region'],
  chosenByAws: ['region'],
  equivalent: { apiStages: isSameStages },
  tagged: true,

  async create(region, { name, description, throttleSettings, quotaSettings, tags, ...inputs }) {
    const { CreateUsagePlanCommand } = await import('@aws-sdk/client-api-gateway');
    const client = await region.apiGateway;
    const { id } = await client.send(
      new CreateUsagePlanCommand({
        ...{ name, description, throttle: throttleSettings, quota: quotaSettings },
        apiStages: (inputs.apiStages ?? []).map(toApiStage),
        tags: allTags(region, tags),
      }),
    );
    if (id === undefined) {
      throw new ProviderError('API Gateway answered without an id');
    }
    return id;
  },

  async complete(region, id, { productCode }) {
    if (productCode !== undefined) {
      await patch(region, id, [{ op: 'replace', path: '/productCode', value: productCode }]);
    }
  },

  async read(region, id): Promise<Live | undefined> {
    const live = await get(region, id);
    if (live === undefined) {
      return undefined;
    }
    return {
      id,
      properties: {
        apiStages: (live.apiStages ?? []).map(fromApiStage),
        arn: `arn:${region.partition}:apigateway:${region.name}::/usageplans/${id}`,
        description: live.description ?? '',
        name: live.name,
        productCode: live.productCode ?? '',
        ...(live.quota === undefined ? {} : { quotaSettings: { ...live.quota } }),
        ...(live.throttle === undefined ? {} : { throttleSettings: { ...live.throttle } }),
        ...tagProperties(region, live.tags),
      },
    };
  },

  async update(region, id, { inputs, changed, state }) {
    await patch(region, id, usagePlanPatches(state, inputs));
    if (changed.has('tagsAll')) {
      await changeTags(region, state, inputs.tags);
    }
  },

  // API Gateway deletes no plan that has stages.
  async delete(region, id) {
    const live = await get(region, id);
    await patch(region, id, stagePatches((live?.apiStages ?? []).map(fromApiStage), []));
    const { DeleteUsagePlanCommand } = await import('@aws-sdk/client-api-gateway');
    const client = await region.apiGateway;
    await unlessMissing(client.send(new DeleteUsagePlanCommand({ usagePlanId: id })));
  },
});

function toApiStage({
  throttles = [],
  ...stage
}: NonNullable<Inputs['apiStages']>[number]): ApiStage {
  return {
    ...stage,
    throttle: Object.fromEntries(throttles.map(({ path, ...limit }) => [path, limit])),
  };
}

function fromApiStage({ apiId, stage, throttle = {} }: ApiStage): Properties {
  const throttles = Object.entries(throttle).map(([path, limit]) => ({ path, ...limit }));
  return { apiId, stage, ...(throttles.length > 0 && { throttles }) };
}

async function get(region: AwsRegion, usagePlanId: string) {
  const { GetUsagePlanCommand } = await import('@aws-sdk/client-api-gateway');
  const client = await region.apiGateway;
  return unlessMissing(client.send(new GetUsagePlanCommand({ usagePlanId })));
}

async function patch(
  region: AwsRegion,
  usagePlanId: string,
  patchOperations: PatchOperation[],
): Promise<void> {
  if (patchOperations.length === 0) {
    return;
  }
  const { UpdateUsagePlanCommand } = await import('@aws-sdk/client-api-gateway');
  const client = await region.apiGateway;
  await client.send(new UpdateUsagePlanCommand({ usagePlanId, patchOperations }));
}
