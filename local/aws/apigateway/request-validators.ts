import { z } from 'zod';
import type { RestOperation, RestRequest } from '../operation.ts';
import { badRequest, conflict, notFound } from './errors.ts';
import { newId } from './ids.ts';
import { requireApi } from './lookup.ts';
import { label, operation } from '../rest/operation.ts';
import { parseBody } from './request.ts';
import { pageOf } from './paging.ts';
import type { ApiDefinition, RequestValidator, RestApi } from './state.ts';
import { requestValidatorView } from './views.ts';

const path = '/restapis/{restApiId}/requestvalidators';

const createBody = z.object({
  name: z.string().optional(),
  validateRequestBody: z.boolean().default(false),
  validateRequestParameters: z.boolean().default(false),
});

export const requestValidatorOperations: readonly RestOperation[] = [
  operation('GetRequestValidators', `GET ${path}`, (request, region) => {
    const validators = Object.values(requireApi(request, region).definition.requestValidators);
    const { item, ...rest } = pageOf(request, validators, ({ id }) => id);
    return { body: { item: item.map(requestValidatorView), ...rest } };
  }),
  operation('GetRequestValidator', `GET ${path}/{requestValidatorId}`, (request, region) => ({
    body: requestValidatorView(validatorOf(request, requireApi(request, region))),
  })),
  operation('CreateRequestValidator', `POST ${path}`, (request, region) => {
    const { definition } = requireApi(request, region);
    const { name = '', ...body } = parseBody(request, createBody);
    if (name === '') {
      throw badRequest('Validator name cannot be blank');
    }
    const validator = { id: newId(6), name, ...body };
    definition.requestValidators[validator.id] = validator;
    return { status: 201, body: requestValidatorView(validator) };
  }),
  operation('DeleteRequestValidator', `DELETE ${path}/{requestValidatorId}`, (request, region) => {
    const { definition } = requireApi(request, region);
    const { id } = validatorOf(request, requireApi(request, region));
    if (isUsed(definition, id)) {
      throw conflict(`Cannot delete request validator '${id}', is referenced in API`);
    }
    Reflect.deleteProperty(definition.requestValidators, id);
    return { status: 202 };
  }),
];

function validatorOf(request: RestRequest, api: RestApi): RequestValidator {
  const id = label(request, 'requestValidatorId');
  const validator = api.definition.requestValidators[id];
  if (validator === undefined) {
    throw notFound('Invalid Request Validator identifier specified');
  }
  return validator;
}

function isUsed(definition: ApiDefinition, id: string): boolean {
  return Object.values(definition.resources).some(({ methods }) =>
    Object.values(methods).some(({ requestValidatorId }) => requestValidatorId === id),
  );
}
