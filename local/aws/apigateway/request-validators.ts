import { z } from 'zod';
import type { RestOperation, RestRequest } from '../operation.ts';
import { badRequest, conflict, notFound } from './errors.ts';
import { newId } from './ids.ts';
import { requireApi } from './lookup.ts';
import { label, operation } from '../rest/operation.ts';
import { parseBody } from './request.ts';
import { pageOf } from './paging.ts';
import { applyPatch, booleanOf, patchBody } from './patch.ts';
import type { PatchRule } from './patch.ts';
import type { Region } from '../region.ts';
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
    body: requestValidatorView(requireValidator(request, region)),
  })),
  operation('CreateRequestValidator', `POST ${path}`, (request, region) => {
    const { name = '', ...body } = parseBody(request, createBody, 'createRequestValidatorInput');
    const definition = findApi(request, region)?.definition;
    if (definition === undefined) {
      throw badRequest('Invalid REST API identifier specified');
    }
    verifyName(name);
    const validator = { id: newId(6), name, ...body };
    definition.requestValidators[validator.id] = validator;
    return { status: 201, body: requestValidatorView(validator) };
  }),
  operation('UpdateRequestValidator', `PATCH ${path}/{requestValidatorId}`, (request, region) => {
    const { patchOperations } = parseBody(request, patchBody, 'updateRequestValidatorInput');
    const patched = applyPatch(requireValidator(request, region), patchOperations, validatorRules);
    requireApi(request, region).definition.requestValidators[patched.id] = patched;
    return { body: requestValidatorView(patched) };
  }),
  operation('DeleteRequestValidator', `DELETE ${path}/{requestValidatorId}`, (request, region) => {
    const { id } = requireValidator(request, region);
    const { definition } = requireApi(request, region);
    if (isUsed(definition, id)) {
      throw conflict(`Cannot delete request validator '${id}', is referenced in API`);
    }
    Reflect.deleteProperty(definition.requestValidators, id);
    return { status: 202 };
  }),
];

const validatorRules: readonly PatchRule<RequestValidator>[] = [
  {
    path: /^\/name$/,
    ops: ['replace'],
    apply(validator, { value = '' }) {
      verifyName(value);
      validator.name = value;
    },
  },
  {
    path: /^\/validateRequestParameters$/,
    ops: ['replace'],
    apply(validator, operation) {
      validator.validateRequestParameters = booleanOf(operation);
    },
  },
  {
    path: /^\/validateRequestBody$/,
    ops: ['replace'],
    apply(validator, operation) {
      validator.validateRequestBody = booleanOf(operation);
    },
  },
];

function verifyName(name: string): void {
  if (name === '') {
    throw badRequest('Request Validator name cannot be blank');
  }
}

function findApi(request: RestRequest, region: Region): RestApi | undefined {
  return region.state.apigateway.restApis[label(request, 'restApiId')];
}

/** AWS looks a validator up by its API and its id at once. @throws {AwsError} 404 */
function requireValidator(request: RestRequest, region: Region): RequestValidator {
  const id = label(request, 'requestValidatorId');
  const validator = findApi(request, region)?.definition.requestValidators[id];
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
