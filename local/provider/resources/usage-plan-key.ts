import { z } from 'zod';
import { ProviderError, unlessMissing } from '../errors.ts';
import type { Properties } from '../properties.ts';
import { defineResource, type Live } from '../resource.ts';

const schema = z.strictObject({
  keyId: z.string(),
  keyType: z.string(),
  region: z.string().optional(),
  usagePlanId: z.string(),
});

/** `aws:apigateway/usagePlanKey:UsagePlanKey`: an API key in a usage plan. Imported as `PLAN/KEY`. */
export const usagePlanKey = defineResource({
  title: 'key of a usage plan',
  schema,
  outputs: ['name', 'value'],
  replaceOn: ['keyId', 'keyType', 'region', 'usagePlanId'],
  chosenByAws: ['region'],

  async create(region, { keyId, keyType, usagePlanId }) {
    const { CreateUsagePlanKeyCommand } = await import('@aws-sdk/client-api-gateway');
    const client = await region.apiGateway;
    await client.send(new CreateUsagePlanKeyCommand({ keyId, keyType, usagePlanId }));
    return keyId;
  },

  async read(region, id, known): Promise<Live | undefined> {
    const { GetUsagePlanKeyCommand } = await import('@aws-sdk/client-api-gateway');
    const client = await region.apiGateway;
    const named = namesOf(id, known);
    const live = await unlessMissing(client.send(new GetUsagePlanKeyCommand(named)));
    return (
      live && {
        id: named.keyId,
        properties: {
          ...named,
          keyType: live.type,
          name: live.name ?? '',
          value: live.value,
        },
      }
    );
  },

  async delete(region, id, state) {
    const { DeleteUsagePlanKeyCommand } = await import('@aws-sdk/client-api-gateway');
    const client = await region.apiGateway;
    await unlessMissing(client.send(new DeleteUsagePlanKeyCommand(namesOf(id, state))));
  },
});

function namesOf(id: string, { usagePlanId }: Properties): { keyId: string; usagePlanId: string } {
  if (typeof usagePlanId === 'string') {
    return { keyId: id, usagePlanId };
  }
  const [plan, keyId] = id.split('/');
  if (plan === undefined || keyId === undefined) {
    throw new ProviderError(
      `"${id}" is not the id of a usage plan's key: expected USAGE_PLAN_ID/API_KEY_ID`,
    );
  }
  return { keyId, usagePlanId: plan };
}
