import {
  DeleteDeploymentCommand,
  GetDeploymentCommand,
  GetStagesCommand,
  paginateGetDeployments,
  type APIGatewayClient,
} from '@aws-sdk/client-api-gateway';
import { parseDeploymentRecord, type DeploymentRecord } from '../../stack/deployment-record.ts';
import { isAwsError, unlessMissing } from './aws-errors.ts';

/** What a deployment was made for never changes, so a command asks once, best before traffic waits for it. */
const descriptions = new WeakMap<APIGatewayClient, Map<string, string>>();

/** Asks in any case, as somebody may have deleted it. */
export async function deploymentExists(
  apiGateway: APIGatewayClient,
  restApiId: string,
  deploymentId: string,
): Promise<boolean> {
  return (await readDescription(apiGateway, restApiId, deploymentId)) !== undefined;
}

/**
 * What a deployment was made for: its API definition, and the settings that go with it.
 *
 * @returns undefined where it is gone, or this program did not make it.
 */
export async function readDeploymentRecord(
  apiGateway: APIGatewayClient,
  restApiId: string,
  deploymentId: string,
): Promise<DeploymentRecord | undefined> {
  const description =
    descriptions.get(apiGateway)?.get(`${restApiId}/${deploymentId}`) ??
    (await readDescription(apiGateway, restApiId, deploymentId));
  return description === undefined ? undefined : parseDeploymentRecord(description);
}

/** @returns undefined when there is no such deployment. */
async function readDescription(
  apiGateway: APIGatewayClient,
  restApiId: string,
  deploymentId: string,
): Promise<string | undefined> {
  const get = new GetDeploymentCommand({ restApiId, deploymentId });
  const answer = await unlessMissing(apiGateway.send(get));
  if (answer === undefined) {
    return undefined;
  }
  const { description = '' } = answer;
  const known = descriptions.get(apiGateway) ?? new Map<string, string>();
  descriptions.set(apiGateway, known.set(`${restApiId}/${deploymentId}`, description));
  return description;
}

/**
 * The routes of a deployment, `GET /greeting`, in alphabetical order.
 *
 * @throws {NotFoundException} when there is no such deployment.
 */
export async function listRoutes(
  apiGateway: APIGatewayClient,
  restApiId: string,
  deploymentId: string,
  abortSignal: AbortSignal,
): Promise<readonly string[]> {
  const { apiSummary = {} } = await apiGateway.send(
    new GetDeploymentCommand({ restApiId, deploymentId, embed: ['apisummary'] }),
    { abortSignal },
  );
  return Object.entries(apiSummary)
    .flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method} ${path}`))
    .sort();
}

/** All deployments of an API, in the order that AWS gives. */
export async function listDeployments(
  apiGateway: APIGatewayClient,
  restApiId: string,
): Promise<{ readonly id: string; readonly createdAt: Date }[]> {
  const pages = paginateGetDeployments({ client: apiGateway }, { restApiId, limit: 500 });
  const found: { readonly id: string; readonly createdAt: Date }[] = [];
  for await (const { items = [] } of pages) {
    for (const { id = '', createdDate = new Date() } of items) {
      found.push({ id, createdAt: createdDate });
    }
  }
  return found;
}

/** The deployments that any stage of an API serves, canaries included. */
export async function listServedDeployments(
  apiGateway: APIGatewayClient,
  restApiId: string,
): Promise<ReadonlySet<string>> {
  const { item = [] } = await apiGateway.send(new GetStagesCommand({ restApiId }));
  return new Set(
    item
      .flatMap(({ deploymentId, canarySettings }) => [deploymentId, canarySettings?.deploymentId])
      .filter((id) => id !== undefined),
  );
}

/** @returns false when a stage serves it: API Gateway keeps it then. */
export async function deleteDeployment(
  apiGateway: APIGatewayClient,
  restApiId: string,
  deploymentId: string,
): Promise<boolean> {
  try {
    await apiGateway.send(new DeleteDeploymentCommand({ restApiId, deploymentId }));
    return true;
  } catch (error) {
    if (isAwsError(error, 'NotFoundException')) {
      return true;
    }
    if (isAwsError(error, 'BadRequestException', 'ConflictException')) {
      return false;
    }
    throw error;
  }
}
