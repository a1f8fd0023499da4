import {
  CreateRequestValidatorCommand,
  DeleteRequestValidatorCommand,
  GetRequestValidatorCommand,
  PutMethodCommand,
  UpdateMethodCommand,
  UpdateRequestValidatorCommand,
} from '@aws-sdk/client-api-gateway';
import test from 'ava';
import { refuses } from './_api.ts';
import { emptyApi } from './_empty-api.ts';

test('a request validator is made, read, and not deleted while a method uses it', async (t) => {
  const { apigateway, restApiId, resourceId } = await emptyApi(t);
  const make = async (name: string) =>
    (
      await apigateway.send(
        new CreateRequestValidatorCommand({ restApiId, name, validateRequestParameters: true }),
      )
    ).id ?? '';
  const used = await make('used');
  const unused = await make('unused');
  await apigateway.send(
    new PutMethodCommand({
      restApiId,
      resourceId,
      httpMethod: 'GET',
      authorizationType: 'NONE',
      requestValidatorId: used,
    }),
  );
  const remove = (requestValidatorId: string) =>
    apigateway.send(new DeleteRequestValidatorCommand({ restApiId, requestValidatorId }));
  await t.throwsAsync(remove(used), { name: 'ConflictException' });
  t.is((await remove(unused)).$metadata.httpStatusCode, 202);
  const read = (requestValidatorId: string) =>
    apigateway.send(new GetRequestValidatorCommand({ restApiId, requestValidatorId }));
  t.like(await read(used), {
    name: 'used',
    validateRequestBody: false,
    validateRequestParameters: true,
  });
  await refuses(t, read(unused), {
    name: 'NotFoundException',
    status: 404,
    message: 'Invalid Request Validator identifier specified',
  });
});

test('a method gives its validator up by a patch without a value', async (t) => {
  const { apigateway, restApiId, resourceId } = await emptyApi(t);
  const made = await apigateway.send(new CreateRequestValidatorCommand({ restApiId, name: 'one' }));
  const method = { restApiId, resourceId, httpMethod: 'GET' };
  const { id: requestValidatorId } = made;
  await apigateway.send(
    new PutMethodCommand({ ...method, authorizationType: 'NONE', requestValidatorId }),
  );
  const patchOperations = [{ op: 'replace', path: '/requestValidatorId' } as const];
  const patched = await apigateway.send(new UpdateMethodCommand({ ...method, patchOperations }));
  t.is(patched.requestValidatorId, undefined);
});

test('a request validator is patched; in an unknown API none is made or found', async (t) => {
  const { apigateway, restApiId } = await emptyApi(t);
  const made = await apigateway.send(new CreateRequestValidatorCommand({ restApiId, name: 'one' }));
  const requestValidatorId = made.id ?? '';
  const patch = (op: 'add' | 'replace', path: string, value?: string) =>
    apigateway.send(
      new UpdateRequestValidatorCommand({
        restApiId,
        requestValidatorId,
        patchOperations: [{ op, path, value }],
      }),
    );
  t.like(await patch('replace', '/validateRequestBody', 'true'), { validateRequestBody: true });
  t.like(await patch('replace', '/validateRequestBody'), { validateRequestBody: false });
  const wrong = (message: string) => ({ name: 'BadRequestException', status: 400, message });
  await refuses(t, patch('replace', '/name', ''), wrong('Request Validator name cannot be blank'));
  await refuses(
    t,
    patch('add', '/validateRequestBody', 'true'),
    wrong(
      "Invalid patch path  '/validateRequestBody' specified for op 'add'. Please choose supported operations",
    ),
  );
  await refuses(
    t,
    patch('replace', '/wrong', 'x'),
    wrong(
      "Invalid patch path  '/wrong' specified for op 'replace'. Must be one of: [/name, /validateRequestParameters, /validateRequestBody]",
    ),
  );
  await refuses(
    t,
    apigateway.send(new CreateRequestValidatorCommand({ restApiId: 'none', name: 'x' })),
    wrong('Invalid REST API identifier specified'),
  );
  await refuses(
    t,
    apigateway.send(new GetRequestValidatorCommand({ restApiId: 'none', requestValidatorId })),
    {
      name: 'NotFoundException',
      status: 404,
      message: 'Invalid Request Validator identifier specified',
    },
  );
});
