import {
  CreateModelCommand,
  DeleteModelCommand,
  GetModelCommand,
  PutMethodCommand,
} from '@aws-sdk/client-api-gateway';
import test from 'ava';
import { refuses } from './_api.ts';
import { emptyApi } from './_empty-api.ts';

test('a model is made, read, and not deleted while a method uses it', async (t) => {
  const { apigateway, restApiId, resourceId } = await emptyApi(t);
  const create = (name: string) =>
    apigateway.send(
      new CreateModelCommand({ restApiId, name, contentType: 'application/json', schema: '{}' }),
    );
  t.is((await create('Pet')).$metadata.httpStatusCode, 201);
  await refuses(t, create('Pet'), {
    name: 'ConflictException',
    status: 409,
    message: 'Model name already exists for this REST API',
  });
  await refuses(t, create('My-Pet'), {
    name: 'BadRequestException',
    status: 400,
    message: 'Model name must be alphanumeric: My-Pet',
  });
  const model = { restApiId, modelName: 'Pet' };
  t.like(await apigateway.send(new GetModelCommand(model)), { name: 'Pet', schema: '{}' });
  const put = (name: string) =>
    new PutMethodCommand({
      restApiId,
      resourceId,
      httpMethod: 'POST',
      authorizationType: 'NONE',
      requestModels: { 'application/json': name },
    });
  await refuses(t, apigateway.send(put('None')), {
    name: 'BadRequestException',
    status: 400,
    message: 'Invalid model identifier specified: None',
  });
  await apigateway.send(put('Pet'));
  await t.throwsAsync(apigateway.send(new DeleteModelCommand(model)), {
    name: 'ConflictException',
  });
  await apigateway.send(new DeleteModelCommand({ restApiId, modelName: 'Error' }));
  await refuses(t, apigateway.send(new GetModelCommand({ restApiId, modelName: 'Error' })), {
    name: 'NotFoundException',
    status: 404,
    message: 'Invalid model name specified: Error',
  });
});
