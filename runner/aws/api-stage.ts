import {
  GetStageCommand,
  UpdateStageCommand,
  type APIGatewayClient,
} from '@aws-sdk/client-api-gateway';
import { ConflictError } from '../errors.ts';

/** What an API stage routes to. */
export interface Routing {
  readonly deploymentId: string;
  /** Its variable `LambdaAlias`: the alias that it calls. */
  readonly alias: string;
}

/** An API Gateway stage as it was read. */
export interface ApiStageState extends Routing {
  readonly restApiId: string;
  readonly name: string;
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
    alias: answer.variables?.LambdaAlias ?? '',
  };
}

/**
 * Lets a stage serve another deployment, another alias, or both in one call, if it still is as it
 * was read. That the patches of one call take effect together is how AWS documents the promotion
 * of a canary; that no request meets one without the other is an assumption, which holds on the
 * embedded AWS and was not verified on AWS.
 *
 * API Gateway has no precondition for this, so the stage is read right before: what is left is the
 * time between two calls, in which only somebody who is not a release can come, as releases hold
 * the lock.
 *
 * @throws {ConflictError} when somebody else moved the stage.
 */
export async function moveApiStage(
  apiGateway: APIGatewayClient,
  from: ApiStageState,
  to: Routing,
): Promise<ApiStageState> {
  const now = await getApiStage(apiGateway, from.restApiId, from.name);
  if (isSameRouting(now, to)) {
    return now;
  }
  if (!isSameRouting(now, from)) {
    throw new ConflictError(
      `Somebody else moved the API stage ${from.name} to deployment ${now.deploymentId} and alias ${now.alias}`,
      'look at: npm run status',
    );
  }
  return switchApiStage(apiGateway, from, to);
}

/**
 * As {@link moveApiStage}, for who read the stage just now: without reading it again.
 */
export async function switchApiStage(
  apiGateway: APIGatewayClient,
  from: ApiStageState,
  to: Routing,
): Promise<ApiStageState> {
  const patches = [
    { op: 'replace', path: '/deploymentId', value: to.deploymentId },
    { op: 'replace', path: '/variables/LambdaAlias', value: to.alias },
  ] as const;
  await apiGateway.send(
    new UpdateStageCommand({
      restApiId: from.restApiId,
      stageName: from.name,
      patchOperations: [...patches],
    }),
  );
  return { ...from, deploymentId: to.deploymentId, alias: to.alias };
}

export function isSameRouting(a: Routing, b: Routing): boolean {
  return a.deploymentId === b.deploymentId && a.alias === b.alias;
}
