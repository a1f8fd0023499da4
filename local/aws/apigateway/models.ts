import { z } from 'zod';
import type { RestOperation, RestRequest } from '../operation.ts';
import { conflict, notFound } from './errors.ts';
import { newId } from './ids.ts';
import { requireApi } from './lookup.ts';
import { label, operation } from '../rest/operation.ts';
import { parseBody } from './request.ts';
import { pageOf } from './paging.ts';
import { toSchema, verifyModelName } from './model-rules.ts';
import { applyPatch, patchBody, valueOf } from './patch.ts';
import type { PatchRule } from './patch.ts';
import type { Region } from '../region.ts';
import type { ApiDefinition, Model } from './state.ts';
import { modelView } from './views.ts';

const path = '/restapis/{restApiId}/models';

const createBody = z.object({
  name: z.string(),
  contentType: z.string(),
  description: z.string().optional(),
  schema: z.string().optional(),
});

export const modelOperations: readonly RestOperation[] = [
  operation('GetModels', `GET ${path}`, (request, region) => {
    const models = Object.values(requireApi(request, region).definition.models);
    const { item, ...rest } = pageOf(request, models, ({ id }) => id);
    return { body: { item: item.map(modelView), ...rest } };
  }),
  operation('GetModel', `GET ${path}/{modelName}`, (request, region) => ({
    body: modelView(requireModel(request, region)),
  })),
  operation('CreateModel', `POST ${path}`, (request, region) => {
    const { models } = requireApi(request, region).definition;
    const { description, schema, ...body } = parseBody(request, createBody, 'createModelInput');
    verifyModelName(body.name);
    if (models[body.name] !== undefined) {
      throw conflict(`Model name already exists for this REST API`);
    }
    const model: Model = {
      id: newId(6),
      ...body,
      ...(description === undefined ? {} : { description }),
      schema: toSchema(schema),
    };
    models[model.name] = model;
    return { status: 201, body: modelView(model) };
  }),
  operation('UpdateModel', `PATCH ${path}/{modelName}`, (request, region) => {
    const { patchOperations } = parseBody(request, patchBody, 'updateModelInput');
    const patched = applyPatch(requireModel(request, region), patchOperations, modelRules);
    requireApi(request, region).definition.models[patched.name] = patched;
    return { body: modelView(patched) };
  }),
  operation('DeleteModel', `DELETE ${path}/{modelName}`, (request, region) => {
    const { name } = requireModel(request, region);
    const { definition } = requireApi(request, region);
    const user = userOf(definition, name);
    if (user !== undefined) {
      throw conflict(`Cannot delete model '${name}', is referenced in ${user}`);
    }
    Reflect.deleteProperty(definition.models, name);
    return { status: 202 };
  }),
];

const modelRules: readonly PatchRule<Model>[] = [
  {
    path: /^\/description$/,
    ops: ['replace'],
    apply(model, operation) {
      model.description = valueOf(operation);
    },
  },
  {
    path: /^\/schema$/,
    ops: ['replace'],
    apply(model, { value }) {
      model.schema = toSchema(value);
    },
  },
];

/** AWS looks a model up by its API and its name at once. @throws {AwsError} 404 */
function requireModel(request: RestRequest, region: Region): Model {
  const name = label(request, 'modelName');
  const api = region.state.apigateway.restApis[label(request, 'restApiId')];
  const model = api?.definition.models[name];
  if (model === undefined) {
    throw notFound(`Invalid model name specified: ${name}`);
  }
  return model;
}

/** What names a model, of several the last resource, as AWS words it: `method request: /pets/POST`. */
function userOf({ resources, models }: ApiDefinition, name: string): string | undefined {
  for (const { path: resourcePath, methods } of Object.values(resources).reverse()) {
    for (const { httpMethod, requestModels, methodResponses } of Object.values(methods)) {
      const at = `${resourcePath}/${httpMethod}`;
      if (Object.values(requestModels).includes(name)) {
        return `method request: ${at}`;
      }
      const response = Object.values(methodResponses).find(({ responseModels }) =>
        Object.values(responseModels).includes(name),
      );
      if (response !== undefined) {
        return `method response: ${at}/${response.statusCode}`;
      }
    }
  }
  const referring = Object.values(models).find(
    (model) => model.name !== name && model.schema.includes(`/models/${name}"`),
  );
  return referring === undefined ? undefined : `model: ${referring.name}`;
}
