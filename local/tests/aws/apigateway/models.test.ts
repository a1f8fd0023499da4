import {
  CreateModelCommand,
  CreateRequestValidatorCommand,
  CreateRestApiCommand,
  DeleteGatewayResponseCommand,
  DeleteModelCommand,
  DeleteRequestValidatorCommand,
  GetGatewayResponseCommand,
  GetModelCommand,
  GetRequestValidatorCommand,
  PutGatewayResponseCommand,
  PutMethodCommand,
} from '@aws-sdk/client-api-gateway';
import test from 'ava';
import type { ExecutionContext } from 'ava';
import { startEmbedded } from '../../_helpers/embedded.ts';
import { deleteLater, refuses } from './_api.ts';

async function emptyApi(t: ExecutionContext) {
  const { apigateway } = (await startEmbedded(t)).clients;
  const { id: restApiId = '', rootResourceId: resourceId = '' } = await apigateway.send(
    new CreateRestApiCommand({ name: 'api' }),
  );
  deleteLater(t, apigateway, restApiId);
  return { apigateway, restApiId, resourceId };
}

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

test('a gateway response replaces the default until it is deleted', async (t) => {
  const { apigateway, restApiId } = await emptyApi(t);
  const type = { restApiId, responseType: 'THROTTLED' } as const;
  const put = (responseParameters: Record<string, string>) =>
    apigateway.send(
      new PutGatewayResponseCommand({ ...type, statusCode: '503', responseParameters }),
    );
  await refuses(t, put({ 'method.response.header.X': "'x'" }), {
    name: 'BadRequestException',
    status: 400,
    message: 'Invalid mapping expression specified: method.response.header.X',
  });
  await put({ 'gatewayresponse.header.X': "'x'" });
  const own = await apigateway.send(new GetGatewayResponseCommand(type));
  t.like(own, { statusCode: '503', defaultResponse: false });
  await apigateway.send(new DeleteGatewayResponseCommand(type));
  const again = await apigateway.send(new GetGatewayResponseCommand(type));
  t.like(again, { statusCode: '429', defaultResponse: true });
  await t.throwsAsync(apigateway.send(new DeleteGatewayResponseCommand(type)), {
    name: 'NotFoundException',
  });
});
