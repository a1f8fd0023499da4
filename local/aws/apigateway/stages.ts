import { byName, namedValues } from '../by-name.ts';
import { z } from 'zod';
import type { RestOperation, RestRequest } from '../operation.ts';
import type { Region } from '../region.ts';
import { toCanary } from './canary.ts';
import { notImplemented } from '../not-implemented.ts';
import { refuseMapped } from './base-path-mappings.ts';
import { badRequest, conflict } from './errors.ts';
import { leavePlans } from './leave-plans.ts';
import { requireApi, requireStage } from './lookup.ts';
import { operation } from '../rest/operation.ts';
import { patchBody } from './patch.ts';
import { parseBody } from './request.ts';
import { patchStage } from './stage-patch.ts';
import { verifyStage } from './stage-rules.ts';
import type { Stage } from './state.ts';
import { verifyTags } from './tags.ts';
import { stageView } from './views.ts';

const path = '/restapis/{restApiId}/stages/{stageName}';

/** Canary settings in the body of CreateStage and CreateDeployment. */
export const canaryBody = z.object({
  percentTraffic: z.number().optional(),
  deploymentId: z.string().optional(),
  stageVariableOverrides: namedValues(z.string()).optional(),
  useStageCache: z.boolean().optional(),
});

const createBody = z.object({
  stageName: z.string(),
  deploymentId: z.string(),
  description: z.string().optional(),
  cacheClusterEnabled: z.boolean().default(false),
  cacheClusterSize: z.string().optional(),
  variables: namedValues(z.string()).prefault({}),
  documentationVersion: z.string().optional(),
  canarySettings: canaryBody.optional(),
  tracingEnabled: z.boolean().default(false),
  tags: namedValues(z.string()).prefault({}),
});

export const stageOperations: readonly RestOperation[] = [
  operation('CreateStage', 'POST /restapis/{restApiId}/stages', createStage),
  operation('GetStage', `GET ${path}`, (request, region) => ({
    body: stageView(requireStage(request, requireApi(request, region), region.controlPlane)),
  })),
  operation('GetStages', 'GET /restapis/{restApiId}/stages', (request, region) => {
    const deploymentId = request.query.get('deploymentId');
    const stages = region.controlPlane
      .stages(requireApi(request, region))
      .filter((stage) => deploymentId === null || stage.deploymentId === deploymentId);
    return { body: { item: stages.map(stageView) } };
  }),
  operation('UpdateStage', `PATCH ${path}`, (request, region) => {
    const api = requireApi(request, region);
    const stage = requireStage(request, api);
    const patched = patchStage(
      stage,
      parseBody(request, patchBody, 'updateStageInput').patchOperations,
    );
    verifyStage(patched, api, region.state.apigateway.account);
    patched.lastUpdatedDate = seconds(region);
    api.stages[stage.stageName] = patched;
    return { body: stageView(patched) };
  }),
  operation('DeleteStage', `DELETE ${path}`, (request, region) => {
    const api = requireApi(request, region);
    const { stageName } = requireStage(request, api);
    refuseMapped(region, api.id, stageName);
    Reflect.deleteProperty(api.stages, stageName);
    leavePlans(region, api.id, stageName);
    return { status: 202 };
  }),
];

function createStage(request: RestRequest, region: Region) {
  const api = requireApi(request, region);
  const { documentationVersion, tags, ...body } = parseBody(
    request,
    createBody,
    'createStageInput',
  );
  if (documentationVersion !== undefined) {
    throw notImplemented('A documentation version');
  }
  verifyTags(tags);
  const stage = { ...newStage(body, seconds(region)), tags };
  verifyStage(stage, api, region.state.apigateway.account);
  if (api.stages[stage.stageName] !== undefined) {
    throw conflict('Stage already exists');
  }
  api.stages[stage.stageName] = stage;
  return { status: 201, body: stageView(stage) };
}

type StageInput = Omit<z.infer<typeof createBody>, 'documentationVersion' | 'tags'>;

/**
 * A stage that is not yet part of any API.
 *
 * @param now seconds since the epoch
 * @throws {AwsError} 400 for a name that AWS does not take
 */
export function newStage(input: StageInput, now: number): Stage {
  const { stageName, deploymentId, description, cacheClusterSize, canarySettings } = input;
  if (!/^[A-Za-z0-9_-]{1,128}$/.test(stageName)) {
    throw badRequest('Stage name only allows a-zA-Z0-9_-');
  }
  return {
    stageName,
    deploymentId,
    ...(description === undefined ? {} : { description }),
    createdDate: now,
    lastUpdatedDate: now,
    variables: input.variables,
    methodSettings: byName(),
    ...(canarySettings === undefined
      ? {}
      : { canarySettings: toCanary(canarySettings, deploymentId) }),
    cacheClusterEnabled: input.cacheClusterEnabled,
    ...(cacheClusterSize === undefined ? {} : { cacheClusterSize }),
    tracingEnabled: input.tracingEnabled,
    tags: byName(),
  };
}

/** The time of a region as API Gateway counts it: seconds since the epoch. */
export function seconds(region: Region): number {
  return Math.floor(region.now() / 1000);
}
