import {
  APIGatewayClient,
  NotFoundException,
  paginateGetDeployments,
} from '@aws-sdk/client-api-gateway';
import * as pulumi from '@pulumi/pulumi';
import { Deployment } from '@pulumi/aws/apigateway/deployment.js';
import { RestApi } from '@pulumi/aws/apigateway/restApi.js';
import type { StackOutputs } from '../stack/outputs.ts';
import { stackTags } from './stack-tags.ts';
import { buildApiBody, hashApiBody, readRoutes } from './api-definition.ts';

export interface Api {
  readonly restApi: RestApi;
  /** Newest deployment; stages that are made now begin with it. */
  readonly deployment: Deployment;
  /** Of the deployment that holds the API definition as it is in `openapi.yaml` now. */
  readonly deploymentId: pulumi.Input<string>;
  /** Hash of the API definition that the newest deployment holds. */
  readonly definition: pulumi.Input<string>;
}

/**
 * The REST API and one deployment for each API definition (trap D17). A deployment is kept when a
 * new one replaces it: stages that were not promoted yet still serve it, and a rollback needs it. A
 * definition that comes back finds the deployment that it had, by the hash in its description; the
 * newest one then stays as it is.
 *
 * @param previous what the stack had before.
 * @param endpoint of another engine than AWS.
 */
export async function createApi(
  name: string,
  region: string,
  functionArn: pulumi.Output<string>,
  previous: StackOutputs | undefined,
  endpoint?: string,
): Promise<Api> {
  const routes = readRoutes();
  const body = functionArn.apply((arn) => buildApiBody(routes, { name, region, functionArn: arn }));
  const restApi = new RestApi(
    'api',
    { name, body, endpointConfiguration: { types: 'REGIONAL' }, tags: stackTags() },
    { protect: true },
  );
  const hash = body.apply(hashApiBody);
  const made = previous
    ? await readDefinitions(region, previous.restApiId, endpoint)
    : new Map<string, string>();
  const known =
    previous &&
    made.get(
      hashApiBody(buildApiBody(routes, { name, region, functionArn: previous.functionArn })),
    );
  const newest = previous?.definition;
  // The newest one stays only while it is there: made again now, it would hold another definition.
  const definition =
    known !== undefined && newest !== undefined && made.has(newest) ? newest : hash;
  const deployment = new Deployment(
    'deployment',
    {
      restApi: restApi.id,
      triggers: { apiDefinition: definition },
      description: pulumi.interpolate`${descriptionPrefix}${definition}`,
    },
    { retainOnDelete: true, dependsOn: [restApi] },
  );
  return { restApi, deployment, deploymentId: known ?? deployment.id, definition };
}

const descriptionPrefix = 'API definition sha256 ';

/**
 * The deployments of an API by the hash of the definition that they were made for.
 *
 * @returns none where the API is gone.
 */
async function readDefinitions(
  region: string,
  restApiId: string,
  endpoint: string | undefined,
): Promise<Map<string, string>> {
  const client = new APIGatewayClient({ region, ...(endpoint !== undefined && { endpoint }) });
  const found = new Map<string, string>();
  try {
    const pages = paginateGetDeployments({ client }, { restApiId, limit: 500 });
    for await (const { items = [] } of pages) {
      for (const { id, description } of items) {
        if (id !== undefined && description?.startsWith(descriptionPrefix) === true) {
          found.set(description.slice(descriptionPrefix.length), id);
        }
      }
    }
    return found;
  } catch (error) {
    if (error instanceof NotFoundException) {
      return found;
    }
    throw error;
  } finally {
    client.destroy();
  }
}
