import { z } from 'zod';
import type { RestOperation, RestRequest } from '../operation.ts';
import { badRequest, conflict, notFound } from './errors.ts';
import { newId } from './ids.ts';
import { requireApi } from './lookup.ts';
import { label, operation } from '../rest/operation.ts';
import { parseBody } from './request.ts';
import { pageOf } from './paging.ts';
import { verifyModelName } from './model-rules.ts';
import type { Model, RestApi } from './state.ts';
import { modelView } from './views.ts';

const path = '/restapis/{restApiId}/models';

const createBody = z.object({
  name: z.string(),
  contentType: z.string(),
  schema: z.string().default('{}'),
});

export const modelOperations: readonly RestOperation[] = [
  operation('GetModels', `GET ${path}`, (request, region) => {
    const models = Object.values(requireApi(request, region).definition.models);
    const { item, ...rest } = pageOf(request, models, ({ id }) => id);
    return { body: { item: item.map(modelView), ...rest } };
  }),
  operation('GetModel', `GET ${path}/{modelName}`, (request, region) => ({
    body: modelView(modelOf(request, requireApi(request, region))),
  })),
  operation('CreateModel', `POST ${path}`, (request, region) => {
    const { models } = requireApi(request, region).definition;
    const model: Model = { id: newId(6), ...parseBody(request, createBody) };
    verifyModelName(model.name);
    if (models[model.name] !== undefined) {
      throw conflict(`Model name already exists for this REST API`);
    }
    verifySchema(model.schema);
    models[model.name] = model;
    return { status: 201, body: modelView(model) };
  }),
  operation('DeleteModel', `DELETE ${path}/{modelName}`, (request, region) => {
    const api = requireApi(request, region);
    const { name } = modelOf(request, api);
    if (usesOf(api, name)) {
      throw conflict(`Cannot delete model '${name}', is referenced in API`);
    }
    Reflect.deleteProperty(api.definition.models, name);
    return { status: 202 };
  }),
];

function modelOf(request: RestRequest, api: RestApi): Model {
  const name = label(request, 'modelName');
  const model = api.definition.models[name];
  if (model === undefined) {
    throw notFound(`Invalid model name specified: ${name}`);
  }
  return model;
}

function usesOf(api: RestApi, name: string): boolean {
  const methods = Object.values(api.definition.resources).flatMap((resource) =>
    Object.values(resource.methods),
  );
  return methods
    .flatMap(({ requestModels, methodResponses }) => [
      requestModels,
      ...Object.values(methodResponses).map(({ responseModels }) => responseModels),
    ])
    .some((models) => Object.values(models).includes(name));
}

function verifySchema(schema: string): void {
  try {
    JSON.parse(schema);
  } catch {
    throw badRequest('Invalid model specified: the schema is not JSON');
  }
}
