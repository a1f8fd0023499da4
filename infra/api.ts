import { APIGatewayClient, paginateGetDeployments } from '@aws-sdk/client-api-gateway';
import * as pulumi from '@pulumi/pulumi';
import { Deployment } from '@pulumi/aws/apigateway/deployment.js';
import { RestApi } from '@pulumi/aws/apigateway/restApi.js';
import type { StackOutputs } from '../stack/outputs.ts';
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
 */
export async function createApi(
  name: string,
  region: string,
  functionArn: pulumi.Output<string>,
  previous: StackOutputs | undefined,
): Promise<Api> {
  const routes = readRoutes();
  const body = functionArn.apply((arn) => buildApiBody(routes, { name, region, functionArn: arn }));
  const restApi = new RestApi(
    'api',
    { name, body, endpointConfiguration: { types: 'REGIONAL' } },
    { protect: true },
  );
  const known =
    previous &&
    (await findDeployment(
      region,
      previous.restApiId,
      hashApiBody(buildApiBody(routes, { name, region, functionArn: previous.functionArn })),
    ));
  const hash = body.apply(hashApiBody);
  const definition = (known && previous.definition) ?? hash;
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

/** @returns the id of the deployment that was made for this API definition, if there is one. */
async function findDeployment(
  region: string,
  restApiId: string,
  hash: string,
): Promise<string | undefined> {
  const client = new APIGatewayClient({ region });
  try {
    for await (const { items = [] } of paginateGetDeployments(
      { client },
      { restApiId, limit: 500 },
    )) {
      const found = items.find(({ description }) => description === descriptionPrefix + hash);
      if (found !== undefined) {
        return found.id;
      }
    }
    return undefined;
  } finally {
    client.destroy();
  }
}
