import {
  PutMethodCommand,
  PutMethodResponseCommand,
  UpdateMethodResponseCommand,
} from '@aws-sdk/client-api-gateway';
import type { PatchOperation } from '@aws-sdk/client-api-gateway';
import test from 'ava';
import { refuses } from './_api.ts';
import { emptyApi } from './_empty-api.ts';

test('a method response is patched, and empty maps are answered only where they were given', async (t) => {
  const { apigateway, restApiId, resourceId } = await emptyApi(t);
  const method = { restApiId, resourceId, httpMethod: 'GET' };
  await apigateway.send(new PutMethodCommand({ ...method, authorizationType: 'NONE' }));
  const response = { ...method, statusCode: '200' };
  const given = { ...response, responseParameters: {}, responseModels: {} };
  const put = await apigateway.send(new PutMethodResponseCommand(given));
  t.like(put, { statusCode: '200', responseParameters: {}, responseModels: {} });
  const plain = { ...method, statusCode: '201' };
  const other = await apigateway.send(new PutMethodResponseCommand(plain));
  t.deepEqual([other.responseParameters, other.responseModels], [undefined, undefined]);

  const patch = (...patchOperations: PatchOperation[]) =>
    apigateway.send(new UpdateMethodResponseCommand({ ...response, patchOperations }));
  const header = '/responseParameters/method.response.header.X';
  const model = '/responseModels/application~1json';
  const added = await patch(
    { op: 'add', path: header, value: 'true' },
    { op: 'add', path: model, value: 'Empty' },
  );
  t.is(added.$metadata.httpStatusCode, 201);
  t.deepEqual(added.responseParameters, { 'method.response.header.X': true });
  t.deepEqual(added.responseModels, { 'application/json': 'Empty' });
  const removed = await patch({ op: 'remove', path: header }, { op: 'remove', path: model });
  t.deepEqual([removed.responseParameters, removed.responseModels], [undefined, undefined]);

  const missing = (message: string) => ({ name: 'NotFoundException', status: 404, message });
  await refuses(
    t,
    patch({ op: 'remove', path: header }),
    missing('Invalid parameter name specified'),
  );
  await refuses(
    t,
    patch({ op: 'replace', path: model, value: 'Empty' }),
    missing('Content-Type specified was not found'),
  );
  await refuses(t, patch({ op: 'add', path: '/wrong/x', value: 'true' }), {
    name: 'BadRequestException',
    status: 400,
    message: 'Invalid patch path /wrong/x',
  });
});
