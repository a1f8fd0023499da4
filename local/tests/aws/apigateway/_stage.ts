import { GetStageCommand, UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import type { PatchOperation } from '@aws-sdk/client-api-gateway';
import type { ExecutionContext } from 'ava';
import { startEmbedded } from '../../_helpers/embedded.ts';
import type { Clients } from '../../_helpers/clients.ts';
import { deploy, importApi } from './_api.ts';

export interface DeployedStage {
  readonly clients: Clients;
  /** The endpoint's. */
  readonly url: string;
  readonly restApiId: string;
  readonly deploymentId: string;
  /** The labels of the stage `prod`. */
  readonly stage: { readonly restApiId: string; readonly stageName: string };
  readonly patch: (...patchOperations: PatchOperation[]) => ReturnType<typeof update>;
  readonly read: () => ReturnType<typeof get>;
}

/** The greeting API, deployed to a stage `prod` that exists only in this test. */
export async function deployedStage(t: ExecutionContext): Promise<DeployedStage> {
  const { clients, url } = await startEmbedded(t);
  const restApiId = await importApi(t, clients.apigateway);
  const stage = { restApiId, stageName: 'prod' };
  const deploymentId = await deploy(clients.apigateway, restApiId, 'prod');
  return {
    clients,
    url,
    restApiId,
    deploymentId,
    stage,
    patch: (...patchOperations) => update(clients, stage, patchOperations),
    read: () => get(clients, stage),
  };
}

function update(
  { apigateway }: Clients,
  stage: DeployedStage['stage'],
  patchOperations: PatchOperation[],
) {
  return apigateway.send(new UpdateStageCommand({ ...stage, patchOperations }));
}

async function get({ apigateway }: Clients, stage: DeployedStage['stage']) {
  const { $metadata: _sent, ...rest } = await apigateway.send(new GetStageCommand(stage));
  return rest;
}
