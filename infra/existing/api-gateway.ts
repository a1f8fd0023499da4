import {
  GetStageCommand,
  GetStagesCommand,
  paginateGetDeployments,
  paginateGetRestApis,
} from '@aws-sdk/client-api-gateway';
import { z } from 'zod';
import { carries } from '../../stack/stack-tag.ts';
import { unlessMissing, type Found, type Planned, type Search } from './planned.ts';

const apiInputs = z.object({ name: z.string() });

/**
 * APIs may share a name, so one of another is none of ours. Of several that are, of which all but one were
 * left by calls whose answer was lost, it is the one that has stages.
 */
export async function findRestApi(
  { apiGateway, tag }: Search,
  { inputs }: Planned,
): Promise<Found | undefined> {
  const planned = apiInputs.safeParse(inputs);
  if (!planned.success) {
    return undefined;
  }
  const { name } = planned.data;
  const ours: string[] = [];
  for await (const { items = [] } of paginateGetRestApis({ client: apiGateway }, { limit: 500 })) {
    const named = items.filter((item) => item.name === name && carries(item.tags, tag));
    ours.push(...named.map(({ id = '' }) => id));
  }
  for (const restApiId of ours) {
    const { item = [] } = await apiGateway.send(new GetStagesCommand({ restApiId }));
    if (item.length > 0) {
      return { id: restApiId };
    }
  }
  return ours[0] === undefined ? undefined : { id: ours[0] };
}

const stageInputs = z.object({ restApi: z.string(), stageName: z.string() });

/** An API stage is this stack's as its API is. */
export async function findStage(
  { apiGateway }: Search,
  { inputs }: Planned,
): Promise<Found | undefined> {
  const planned = stageInputs.safeParse(inputs);
  if (!planned.success) {
    return undefined;
  }
  const { restApi, stageName } = planned.data;
  const live = await unlessMissing(
    apiGateway.send(new GetStageCommand({ restApiId: restApi, stageName })),
  );
  return live && { id: `${restApi}/${stageName}` };
}

const deploymentInputs = z.object({ restApi: z.string(), description: z.string() });

/** The description has the hash of the API definition; the triggers are nowhere but in state. */
export async function findDeployment(
  { apiGateway }: Search,
  { inputs }: Planned,
): Promise<Found | undefined> {
  const planned = deploymentInputs.safeParse(inputs);
  if (!planned.success) {
    return undefined;
  }
  const { restApi, description } = planned.data;
  const pages = paginateGetDeployments({ client: apiGateway }, { restApiId: restApi, limit: 500 });
  for await (const { items = [] } of pages) {
    const id = items.find((item) => item.description === description)?.id;
    if (id !== undefined) {
      return { id, kept: inputs };
    }
  }
  return undefined;
}
