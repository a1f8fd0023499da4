import { z } from 'zod';
import { ProviderError, unlessMissing } from '../errors.ts';
import type { Properties } from '../properties.ts';
import { defineResource, type Live } from '../resource.ts';

const schema = z.strictObject({
  description: z.string().optional(),
  region: z.string().optional(),
  restApi: z.string(),
  triggers: z.record(z.string(), z.string()).optional(),
  variables: z.record(z.string(), z.string()).optional(),
});

/** `aws:apigateway/deployment:Deployment`: a snapshot. Other `triggers`: another snapshot. */
export const deployment = defineResource({
  title: 'API Gateway deployment',
  schema,
  outputs: ['createdDate'],
  replaceOn: ['region', 'restApi', 'triggers', 'variables'],
  chosenByAws: ['region'],
  notReadable: ['restApi', 'triggers', 'variables'],

  async create(region, { restApi, description, variables }) {
    const { CreateDeploymentCommand } = await import('@aws-sdk/client-api-gateway');
    const client = await region.apiGateway;
    const made = await client.send(
      new CreateDeploymentCommand({ restApiId: restApi, description, variables }),
    );
    if (made.id === undefined) {
      throw new ProviderError('API Gateway answered without an id');
    }
    return made.id;
  },

  async read(region, id, known): Promise<Live | undefined> {
    const { GetDeploymentCommand } = await import('@aws-sdk/client-api-gateway');
    const client = await region.apiGateway;
    const key = keyOf(id, known);
    const live = await unlessMissing(client.send(new GetDeploymentCommand(key)));
    return (
      live && {
        id: key.deploymentId,
        properties: {
          restApi: key.restApiId,
          description: live.description ?? '',
          createdDate: live.createdDate?.toISOString().replace(/\.\d+Z$/, 'Z'),
        },
      }
    );
  },

  async update(region, id, { inputs, changed }) {
    if (!changed.has('description')) {
      return;
    }
    const { UpdateDeploymentCommand } = await import('@aws-sdk/client-api-gateway');
    const client = await region.apiGateway;
    await client.send(
      new UpdateDeploymentCommand({
        restApiId: inputs.restApi,
        deploymentId: id,
        patchOperations: [{ op: 'replace', path: '/description', value: inputs.description ?? '' }],
      }),
    );
  },

  async delete(region, id, state) {
    const { DeleteDeploymentCommand } = await import('@aws-sdk/client-api-gateway');
    const client = await region.apiGateway;
    await unlessMissing(client.send(new DeleteDeploymentCommand(keyOf(id, state))));
  },
});

// An import says which API the deployment is of: API/DEPLOYMENT.
function keyOf(id: string, { restApi }: Properties): { restApiId: string; deploymentId: string } {
  if (typeof restApi === 'string') {
    return { restApiId: restApi, deploymentId: id };
  }
  const [restApiId, deploymentId, ...rest] = id.split('/');
  if (!restApiId || !deploymentId || rest.length > 0) {
    throw new ProviderError(`"${id}" is not a deployment's id: expected REST_API_ID/DEPLOYMENT_ID`);
  }
  return { restApiId, deploymentId };
}
