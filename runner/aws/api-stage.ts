import {
  GetStageCommand,
  UpdateStageCommand,
  type APIGatewayClient,
} from '@aws-sdk/client-api-gateway';
import { ConflictError } from '../errors.ts';

/** An API Gateway stage as it was read. */
export interface ApiStageState {
  readonly restApiId: string;
  readonly name: string;
  readonly deploymentId: string;
  readonly variables: Readonly<Record<string, string>>;
}

export async function getApiStage(
  apiGateway: APIGatewayClient,
  restApiId: string,
  name: string,
): Promise<ApiStageState> {
  const answer = await apiGateway.send(new GetStageCommand({ restApiId, stageName: name }));
  if (answer.deploymentId === undefined) {
    throw new Error(`API Gateway answered stage ${name} of ${restApiId} without a deployment`);
  }
  return {
    restApiId,
    name,
    deploymentId: answer.deploymentId,
    variables: answer.variables ?? {},
  };
}

/**
 * Lets a stage serve another deployment, if it still serves the one that was read. API Gateway has
 * no precondition for this, so the stage is read right before: what is left is the time between
 * two calls, in which only somebody who is not a release can come, as releases hold the lock.
 *
 * @throws {ConflictError} when somebody else moved the stage.
 */
export async function moveApiStage(
  apiGateway: APIGatewayClient,
  from: ApiStageState,
  deploymentId: string,
): Promise<ApiStageState> {
  const now = await getApiStage(apiGateway, from.restApiId, from.name);
  if (now.deploymentId === deploymentId) {
    return now;
  }
  if (now.deploymentId !== from.deploymentId) {
    throw new ConflictError(
      `Somebody else moved the API stage ${from.name} to deployment ${now.deploymentId}`,
      'look at: npm run status',
    );
  }
  await apiGateway.send(
    new UpdateStageCommand({
      restApiId: from.restApiId,
      stageName: from.name,
      patchOperations: [{ op: 'replace', path: '/deploymentId', value: deploymentId }],
    }),
  );
  return { ...now, deploymentId };
}
