import { deepStrictEqual } from 'node:assert/strict';
import {
  DeleteResourceCommand,
  GetExportCommand,
  GetResourcesCommand,
  PutRestApiCommand,
  UpdateRestApiCommand,
} from '@aws-sdk/client-api-gateway';
import type { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import test from 'ava';
import fc from 'fast-check';
import { startEmbedded } from '../_helpers/embedded.ts';
import { documents } from '../aws/apigateway/_document.ts';
import { deploy, importApi } from '../aws/apigateway/_api.ts';

type Edit = (client: APIGatewayClient, restApiId: string) => Promise<unknown>;

const put = (mode: 'merge' | 'overwrite') =>
  documents.map((document): Edit => {
    const body = Buffer.from(JSON.stringify(document));
    return (client, restApiId) => client.send(new PutRestApiCommand({ restApiId, mode, body }));
  });

const edits: fc.Arbitrary<Edit> = fc.oneof(
  put('merge'),
  put('overwrite'),
  fc.constant<Edit>((client, restApiId) =>
    client.send(
      new UpdateRestApiCommand({
        restApiId,
        patchOperations: [
          { op: 'replace', path: '/name', value: 'renamed' },
          { op: 'add', path: '/binaryMediaTypes/a~1b' },
        ],
      }),
    ),
  ),
  fc.constant<Edit>(async (client, restApiId) => {
    const { items = [] } = await client.send(new GetResourcesCommand({ restApiId }));
    const resource = items.find(({ parentId }) => parentId !== undefined);
    return resource?.id === undefined
      ? undefined
      : client.send(new DeleteResourceCommand({ restApiId, resourceId: resource.id }));
  }),
);

test('a deployment never changes after edits of its API', async (t) => {
  const { apigateway } = (await startEmbedded(t)).clients;
  const property = fc.asyncProperty(
    fc.array(edits, { minLength: 1, maxLength: 4 }),
    async (list) => {
      const restApiId = await importApi(t, apigateway);
      await deploy(apigateway, restApiId, 'prod');
      const before = await served(restApiId);
      for (const edit of list) {
        await edit(apigateway, restApiId);
        deepStrictEqual(await served(restApiId), before);
      }
    },
  );
  await t.notThrowsAsync(fc.assert(property, { numRuns: 15 }));

  async function served(restApiId: string): Promise<string> {
    const parameters = { extensions: 'apigateway' };
    const call = { restApiId, stageName: 'prod', exportType: 'oas30', parameters };
    const { body } = await apigateway.send(new GetExportCommand(call));
    return Buffer.from(body ?? []).toString();
  }
});
