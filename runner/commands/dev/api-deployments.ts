import {
  CreateDeploymentCommand,
  paginateGetDeployments,
  PutRestApiCommand,
  type APIGatewayClient,
} from '@aws-sdk/client-api-gateway';
import { hashApiBody } from '../../../infra/api-definition.ts';
import { formatDeploymentRecord } from '../../../stack/deployment-record.ts';
import { readDeploymentRecord } from '../../aws/deployment.ts';

/** An API, and the definition that Pulumi gave it last. */
export interface DevelopedApi {
  readonly apiGateway: APIGatewayClient;
  readonly restApiId: string;
  /** It is put back in its place, so that a deployment that Pulumi makes holds what Pulumi says. */
  readonly provisioned: string;
}

/**
 * Finds the deployment of an API definition, or makes it, with the settings that go with the one that is served. Its
 * description says what it is for, as of one that the program makes, so a release of the same definition finds it.
 *
 * @param served id of the deployment that is served now.
 * @returns its id.
 */
export async function deployDefinition(
  api: DevelopedApi,
  body: string,
  served: string,
): Promise<string> {
  const { apiGateway, restApiId } = api;
  const definition = hashApiBody(body);
  const record = await readDeploymentRecord(apiGateway, restApiId, served);
  if (record?.definition === definition) {
    return served;
  }
  const description = formatDeploymentRecord({ definition, stages: record?.stages ?? {} });
  return (await findDeployment(api, description)) ?? (await makeDeployment(api, body, description));
}

async function findDeployment(
  { apiGateway, restApiId }: DevelopedApi,
  wanted: string,
): Promise<string | undefined> {
  const pages = paginateGetDeployments({ client: apiGateway }, { restApiId, limit: 500 });
  for await (const { items = [] } of pages) {
    const found = items.find(({ description }) => description === wanted);
    if (found !== undefined) {
      return found.id;
    }
  }
  return undefined;
}

async function makeDeployment(
  { apiGateway, restApiId, provisioned }: DevelopedApi,
  body: string,
  description: string,
): Promise<string> {
  const put = (text: string) =>
    apiGateway.send(
      new PutRestApiCommand({ restApiId, mode: 'overwrite', body: Buffer.from(text) }),
    );
  try {
    await put(body);
    const made = await apiGateway.send(new CreateDeploymentCommand({ restApiId, description }));
    return made.id ?? '';
  } finally {
    await put(provisioned);
  }
}
