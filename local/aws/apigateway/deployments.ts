import { byName, copyOf, namedValues } from '../by-name.ts';
import { z } from 'zod';
import type { RestOperation, RestRequest } from '../operation.ts';
import type { Region } from '../region.ts';
import { toCanary } from './canary.ts';
import { badRequest } from './errors.ts';
import { newId } from './ids.ts';
import { requireApi, requireDeployment } from './lookup.ts';
import { operation } from '../rest/operation.ts';
import { patchBody } from './patch.ts';
import { parseBody } from './request.ts';
import { pageOf } from './paging.ts';
import { applyPatch, valueOf } from './patch.ts';
import type { PatchRule } from './patch.ts';
import { verifyStage } from './stage-rules.ts';
import { canaryBody, newStage, seconds } from './stages.ts';
import type { ApiDefinition, Deployment, RestApi, Stage } from './state.ts';
import { deploymentView } from './views.ts';

const path = '/restapis/{restApiId}/deployments/{deploymentId}';

const createBody = z.object({
  stageName: z.string().optional(),
  stageDescription: z.string().optional(),
  description: z.string().optional(),
  cacheClusterEnabled: z.boolean().optional(),
  cacheClusterSize: z.string().optional(),
  variables: namedValues(z.string()).prefault({}),
  canarySettings: canaryBody.omit({ deploymentId: true }).optional(),
  tracingEnabled: z.boolean().optional(),
});
type CreateInput = z.infer<typeof createBody>;

const rules: readonly PatchRule<Deployment>[] = [
  {
    path: /^\/description$/,
    ops: ['replace'],
    apply(deployment, patch) {
      deployment.description = valueOf(patch);
    },
  },
];

export const deploymentOperations: readonly RestOperation[] = [
  operation('CreateDeployment', 'POST /restapis/{restApiId}/deployments', createDeployment),
  operation('GetDeployment', `GET ${path}`, (request, region) => {
    const deployment = requireDeployment(request, requireApi(request, region));
    return { body: deploymentView(deployment, wantsSummary(request)) };
  }),
  operation('GetDeployments', 'GET /restapis/{restApiId}/deployments', (request, region) => {
    const deployments = Object.values(requireApi(request, region).deployments);
    const { item, ...rest } = pageOf(request, deployments, ({ id }) => id);
    return { body: { item: item.map((deployment) => deploymentView(deployment, false)), ...rest } };
  }),
  operation('UpdateDeployment', `PATCH ${path}`, (request, region) => {
    const api = requireApi(request, region);
    const { patchOperations } = parseBody(request, patchBody, 'updateDeploymentInput');
    const patched = applyPatch(requireDeployment(request, api), patchOperations, rules);
    api.deployments[patched.id] = patched;
    return { body: deploymentView(patched, false) };
  }),
  operation('DeleteDeployment', `DELETE ${path}`, (request, region) => {
    const api = requireApi(request, region);
    const { id } = requireDeployment(request, api);
    if (Object.values(api.stages).some((stage) => uses(stage, id))) {
      throw badRequest('Active stages pointing to this deployment must be moved or deleted');
    }
    Reflect.deleteProperty(api.deployments, id);
    return { status: 202 };
  }),
];

function wantsSummary(request: RestRequest): boolean {
  return request.query.getAll('embed').some((name) => name.toLowerCase() === 'apisummary');
}

function uses(stage: Stage, deploymentId: string): boolean {
  return [stage.deploymentId, stage.canarySettings?.deploymentId].includes(deploymentId);
}

/** Snapshots the definition and, with a stage name, makes or moves that stage: both or neither. */
function createDeployment(request: RestRequest, region: Region) {
  const api = requireApi(request, region);
  const body = parseBody(request, createBody, 'createDeploymentInput');
  verifyDeployable(api.definition);
  const deployment: Deployment = {
    id: newId(6),
    ...(body.description === undefined ? {} : { description: body.description }),
    createdDate: seconds(region),
    definition: copyOf(api.definition),
  };
  const deployments = byName(api.deployments, { [deployment.id]: deployment });
  const stage = deployedStage(api, body, deployment);
  if (stage !== undefined) {
    verifyStage(stage, { ...api, deployments }, region.state.apigateway.account);
    api.stages[stage.stageName] = stage;
  }
  api.deployments[deployment.id] = deployment;
  return { status: 201, body: deploymentView(deployment, false) };
}

function verifyDeployable(definition: ApiDefinition): void {
  const methods = Object.values(definition.resources).flatMap((resource) =>
    Object.values(resource.methods),
  );
  if (methods.length === 0) {
    throw badRequest("The REST API doesn't contain any methods");
  }
  if (methods.some(({ integration }) => integration === undefined)) {
    throw badRequest('No integration defined for method');
  }
}

/** The stage as a deployment leaves it, or nothing where the request names none. */
function deployedStage(api: RestApi, body: CreateInput, deployment: Deployment): Stage | undefined {
  const { stageName = '', canarySettings } = body;
  const existing = api.stages[stageName];
  if (canarySettings !== undefined) {
    return canaryStage(existing, body, deployment);
  }
  if (stageName === '') {
    return undefined;
  }
  const { createdDate: now, id: deploymentId } = deployment;
  const defaults = {
    variables: byName<string>(),
    cacheClusterEnabled: false,
    tracingEnabled: false,
  };
  const stage =
    existing === undefined
      ? newStage({ ...defaults, stageName, deploymentId }, now)
      : copyOf(existing);
  return { ...stage, ...stageMembers(body, stage), deploymentId, lastUpdatedDate: now };
}

/** The members of CreateDeployment's body that settle the stage; those left out stay as they are. */
function stageMembers(body: CreateInput, stage: Stage): Partial<Stage> {
  const { stageDescription, cacheClusterEnabled, cacheClusterSize, tracingEnabled } = body;
  return {
    ...(stageDescription === undefined ? {} : { description: stageDescription }),
    ...(cacheClusterEnabled === undefined ? {} : { cacheClusterEnabled }),
    ...(cacheClusterSize === undefined ? {} : { cacheClusterSize }),
    ...(tracingEnabled === undefined ? {} : { tracingEnabled }),
    variables: byName(stage.variables, body.variables),
  };
}

/** A canary deployment leaves the stage's own deployment where it is. */
function canaryStage(
  existing: Stage | undefined,
  { stageName: given, canarySettings = {} }: CreateInput,
  { id, createdDate }: Deployment,
): Stage {
  const stageName = given ?? '';
  if (stageName === '') {
    throw badRequest(
      `Invalid deployment content specified.Non null and non empty stageName must be provided for canary deployment. Provided value is ${given ?? 'null'}`,
    );
  }
  if (existing === undefined) {
    throw badRequest(
      `Invalid deployment content specified.Stage ${stageName} must already be created before making a canary release deployment`,
    );
  }
  return {
    ...copyOf(existing),
    canarySettings: toCanary(canarySettings, id),
    lastUpdatedDate: createdDate,
  };
}
