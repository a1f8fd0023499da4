import {
  CreateModelCommand,
  CreateResourceCommand,
  DeleteModelCommand,
  GetModelCommand,
  PutMethodCommand,
  UpdateModelCommand,
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
  const put = (name: string, resource = resourceId) =>
    new PutMethodCommand({
      restApiId,
      resourceId: resource,
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
    message: "Cannot delete model 'Pet', is referenced in method request: //POST",
  });
  const { id: last = '' } = await apigateway.send(
    new CreateResourceCommand({ restApiId, parentId: resourceId, pathPart: 'pets' }),
  );
  await apigateway.send(put('Pet', last));
  await t.throwsAsync(apigateway.send(new DeleteModelCommand(model)), {
    message: "Cannot delete model 'Pet', is referenced in method request: /pets/POST",
  });
  await apigateway.send(new DeleteModelCommand({ restApiId, modelName: 'Error' }));
  await refuses(t, apigateway.send(new GetModelCommand({ restApiId, modelName: 'Error' })), {
    name: 'NotFoundException',
    status: 404,
    message: 'Invalid model name specified: Error',
  });
});

test('a model keeps its description, and its schema is patched', async (t) => {
  const { apigateway, restApiId } = await emptyApi(t);
  const body = { restApiId, name: 'Pet', contentType: 'application/json' };
  const made = await apigateway.send(
    new CreateModelCommand({ ...body, description: 'A pet', schema: '{"type":"object"}' }),
  );
  t.is(made.description, 'A pet');
  const empty = await apigateway.send(new GetModelCommand({ restApiId, modelName: 'Empty' }));
  t.is(empty.description, 'This is a default empty schema model');
  const patch = (op: 'add' | 'replace', path: string, value: string) =>
    apigateway.send(
      new UpdateModelCommand({
        restApiId,
        modelName: 'Pet',
        patchOperations: [{ op, path, value }],
      }),
    );
  t.is((await patch('replace', '/schema', '{"type":"array"}')).schema, '{"type":"array"}');
  const wrong = (message: string) => ({ name: 'BadRequestException', status: 400, message });
  const noSchema = wrong('Model schema must have at least 1 property or array items defined');
  await refuses(t, patch('replace', '/schema', ''), noSchema);
  await refuses(t, apigateway.send(new CreateModelCommand({ ...body, name: 'None' })), noSchema);
  await refuses(
    t,
    apigateway.send(new CreateModelCommand({ ...body, name: '', schema: '{}' })),
    wrong('Model name must be non-empty'),
  );
  await refuses(
    t,
    patch('add', '/anything', 'x'),
    wrong(
      "Invalid patch path  '/anything' specified for op 'add'. Please choose supported operations",
    ),
  );
  await refuses(
    t,
    patch('replace', '/name', 'x'),
    wrong(
      "Invalid patch path  '/name' specified for op 'replace'. Must be one of: [/description, /schema]",
    ),
  );
  await refuses(t, apigateway.send(new GetModelCommand({ restApiId: 'none', modelName: 'Pet' })), {
    name: 'NotFoundException',
    status: 404,
    message: 'Invalid model name specified: Pet',
  });
});
