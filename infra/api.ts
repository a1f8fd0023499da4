import type * as pulumi from '@pulumi/pulumi';
import { Deployment } from '@pulumi/aws/apigateway/deployment.js';
import { RestApi } from '@pulumi/aws/apigateway/restApi.js';
import { buildApiBody, hashApiBody, readRoutes } from './api-definition.ts';

export interface Api {
  readonly restApi: RestApi;
  /** Of the API definition as it is in `openapi.yaml` now. */
  readonly deployment: Deployment;
}

/**
 * The REST API and one deployment for each API definition (trap D17). A deployment is kept when a
 * new one replaces it: stages that were not promoted yet still serve it, and a rollback needs it.
 */
export function createApi(name: string, region: string, functionArn: pulumi.Output<string>): Api {
  const routes = readRoutes();
  const body = functionArn.apply((arn) => buildApiBody(routes, { name, region, functionArn: arn }));
  const restApi = new RestApi('api', {
    name,
    body,
    endpointConfiguration: { types: 'REGIONAL' },
  });
  const deployment = new Deployment(
    'deployment',
    { restApi: restApi.id, triggers: { apiDefinition: body.apply(hashApiBody) } },
    { retainOnDelete: true, dependsOn: [restApi] },
  );
  return { restApi, deployment };
}
