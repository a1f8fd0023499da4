import { CreateRestApiCommand } from '@aws-sdk/client-api-gateway';
import type { ExecutionContext } from 'ava';
import { startEmbedded } from '../../_helpers/embedded.ts';
import { deleteLater } from './_api.ts';

export async function emptyApi(t: ExecutionContext) {
  const { apigateway } = (await startEmbedded(t)).clients;
  const { id: restApiId = '', rootResourceId: resourceId = '' } = await apigateway.send(
    new CreateRestApiCommand({ name: 'api' }),
  );
  deleteLater(t, apigateway, restApiId);
  return { apigateway, restApiId, resourceId };
}
