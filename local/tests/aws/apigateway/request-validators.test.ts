import {
  CreateRequestValidatorCommand,
  DeleteRequestValidatorCommand,
  GetRequestValidatorCommand,
  PutMethodCommand,
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
