import {
  DeleteIntegrationResponseCommand,
  GetIntegrationResponseCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  UpdateIntegrationResponseCommand,
} from '@aws-sdk/client-api-gateway';
import test from 'ava';
import type { ExecutionContext } from 'ava';
import { refuses } from './_api.ts';
import { emptyApi } from './_empty-api.ts';

async function withMock(t: ExecutionContext) {
  const { apigateway, restApiId, resourceId } = await emptyApi(t);
  const method = { restApiId, resourceId, httpMethod: 'GET' };
  await apigateway.send(new PutMethodCommand({ ...method, authorizationType: 'NONE' }));
  await apigateway.send(new PutIntegrationCommand({ ...method, type: 'MOCK' }));
  return { apigateway, response: { ...method, statusCode: '200' } };
}

test('an integration response needs no method response, and is patched', async (t) => {
  const { apigateway, response } = await withMock(t);
  const template = '/responseTemplates/application~1json';
  const put = await apigateway.send(
    new PutIntegrationResponseCommand({
      ...response,
      selectionPattern: '',
      responseTemplates: { 'application/json': '"made"' },
    }),
  );
  t.is(put.$metadata.httpStatusCode, 201);
  const patched = await apigateway.send(
    new UpdateIntegrationResponseCommand({
      ...response,
      patchOperations: [
        { op: 'replace', path: '/selectionPattern', value: 'Bad.*' },
        { op: 'replace', path: template, value: '"changed"' },
        { op: 'add', path: '/responseTemplates/text~1plain', value: 'text' },
      ],
    }),
  );
  t.is(patched.$metadata.httpStatusCode, 200);
  t.like(await apigateway.send(new GetIntegrationResponseCommand(response)), {
    selectionPattern: 'Bad.*',
    responseTemplates: { 'application/json': '"changed"', 'text/plain': 'text' },
  });
  await refuses(
    t,
    apigateway.send(
      new UpdateIntegrationResponseCommand({
        ...response,
        patchOperations: [{ op: 'remove', path: '/responseTemplates/image~1png' }],
      }),
    ),
    { name: 'NotFoundException', status: 404, message: 'Content-Type specified was not found' },
  );
});

test('an empty template is answered as null, empty maps where they were given', async (t) => {
  const { apigateway, response } = await withMock(t);
  const put = (responseTemplates?: Record<string, string>) =>
    apigateway.send(new PutIntegrationResponseCommand({ ...response, responseTemplates }));
  const { responseTemplates } = await put({ 'application/json': '' });
  t.deepEqual(responseTemplates, { 'application/json': null as never });
  t.deepEqual((await put({})).responseTemplates, {});
  t.is((await put()).responseTemplates, undefined);
  await refuses(t, put({ '123': 'x' }), {
    name: 'BadRequestException',
    status: 400,
    message: 'Validation Result: warnings : [], errors : [Invalid content type specified: 123]',
  });
});

test('deleting where there is no method says that there is no integration', async (t) => {
  const { apigateway, response } = await withMock(t);
  const remove = (changes: Partial<typeof response>) =>
    apigateway.send(new DeleteIntegrationResponseCommand({ ...response, ...changes }));
  const missing = (message: string) => ({ name: 'NotFoundException', status: 404, message });
  await refuses(
    t,
    remove({ httpMethod: 'POST' }),
    missing('Invalid Integration identifier specified'),
  );
  await refuses(t, remove({ restApiId: 'x' }), missing('Invalid Resource identifier specified'));
  await refuses(t, remove({}), missing('Invalid Response status code specified'));
});
