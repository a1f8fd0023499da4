import { z } from 'zod';

import type { RestOperation, RestRequest } from '../operation.ts';
import type { Region } from '../region.ts';
import { label, operation } from '../rest/operation.ts';
import { forgetAuthorizations } from '../execute-api/access/authorization-cache.ts';
import { authorizersOf, putAuthorizer } from './authorizer-list.ts';
import { verifyAuthorizer } from './authorizer-rules.ts';
import { conflict, notFound } from './errors.ts';
import { newId } from './ids.ts';
import { requireApi, requireStage } from './lookup.ts';
import { pageOf } from './paging.ts';
import { applyPatch, numberOf, patchBody, valueOf } from './patch.ts';
import type { PatchRule } from './patch.ts';
import { parseBody } from './request.ts';
import type { ApiDefinition, Authorizer, RestApi } from './state.ts';
import { authorizerView } from './views.ts';

const path = '/restapis/{restApiId}/authorizers';
const stagePath = '/restapis/{restApiId}/stages/{stageName}';

const createBody = z.object({
  name: z.string().default(''),
  type: z.enum(['REQUEST', 'TOKEN', 'COGNITO_USER_POOLS']),
  providerARNs: z.array(z.string()).optional(),
  authType: z.string().optional(),
  authorizerUri: z.string().optional(),
  authorizerCredentials: z.string().optional(),
  identitySource: z.string().optional(),
  identityValidationExpression: z.string().optional(),
  authorizerResultTtlInSeconds: z.number().int().optional(),
});

export const authorizerOperations: readonly RestOperation[] = [
  operation('GetAuthorizers', `GET ${path}`, (request, region) => {
    const { definition } = requireApi(request, region);
    const { item, ...rest } = pageOf(request, authorizersOf(definition), ({ id }) => id);
    return { body: { item: item.map(authorizerView), ...rest } };
  }),
  operation('GetAuthorizer', `GET ${path}/{authorizerId}`, (request, region) => ({
    body: authorizerView(requireAuthorizer(request, region)),
  })),
  operation('CreateAuthorizer', `POST ${path}`, createAuthorizer),
  operation('UpdateAuthorizer', `PATCH ${path}/{authorizerId}`, (request, region) => {
    const { patchOperations } = parseBody(request, patchBody, 'updateAuthorizerInput');
    const patched = applyPatch(requireAuthorizer(request, region), patchOperations, rules);
    verifyAuthorizer(patched);
    putAuthorizer(requireApi(request, region).definition, patched);
    return { body: authorizerView(patched) };
  }),
  operation('DeleteAuthorizer', `DELETE ${path}/{authorizerId}`, (request, region) => {
    const { id } = requireAuthorizer(request, region);
    const { definition } = requireApi(request, region);
    if (isUsed(definition, id)) {
      throw conflict('Cannot delete authorizer, is referenced in method');
    }
    Reflect.deleteProperty(definition.authorizers ?? {}, id);
    return { status: 202 };
  }),
  operation(
    'FlushStageAuthorizersCache',
    `DELETE ${stagePath}/cache/authorizers`,
    (request, region) => {
      const api = requireApi(request, region);
      forgetAuthorizations(api, requireStage(request, api).stageName);
      return { status: 202 };
    },
  ),
];

function requireAuthorizer(request: RestRequest, region: Region): Authorizer {
  const { definition } = requireApi(request, region);
  const authorizer = definition.authorizers?.[label(request, 'authorizerId')];
  if (authorizer === undefined) {
    throw notFound('Invalid Authorizer identifier specified');
  }
  return authorizer;
}

/** An API that is not there looks to CreateAuthorizer as one that somebody else changed just now. */
function requireApiToChange(request: RestRequest, region: Region): RestApi {
  const api = region.state.apigateway.restApis[label(request, 'restApiId')];
  if (api === undefined) {
    throw conflict(
      'Unable to complete operation due to concurrent modification. Please try again later.',
    );
  }
  return api;
}

function isUsed({ resources }: ApiDefinition, id: string): boolean {
  return Object.values(resources).some(({ methods }) =>
    Object.values(methods).some(({ authorizerId }) => authorizerId === id),
  );
}

function createAuthorizer(request: RestRequest, region: Region) {
  const body = parseBody(request, createBody, 'createAuthorizerInput');
  const { definition } = requireApiToChange(request, region);
  const { name, type, ...rest } = body;
  const given = Object.entries(rest).filter(([, value]) => value !== undefined);
  const authorizer: Authorizer = {
    ...{ id: newId(6), name, type },
    authType: type === 'COGNITO_USER_POOLS' ? 'cognito_user_pools' : 'custom',
    ...Object.fromEntries(given),
  };
  verifyAuthorizer(authorizer);
  if (authorizersOf(definition).some((other) => other.name === name)) {
    throw conflict('Authorizer name must be unique. Authorizer with this name already exists.');
  }
  putAuthorizer(definition, authorizer);
  return { status: 201, body: authorizerView(authorizer) };
}

type TextMember =
  | 'authType'
  | 'authorizerCredentials'
  | 'authorizerUri'
  | 'identitySource'
  | 'identityValidationExpression';

function textRule(member: TextMember): PatchRule<Authorizer> {
  return {
    path: new RegExp(`^/${member}$`),
    ops: ['replace'],
    apply(authorizer, operation) {
      const value = valueOf(operation);
      if (value === '') {
        Reflect.deleteProperty(authorizer, member);
      } else {
        authorizer[member] = value;
      }
    },
  };
}

const rules: readonly PatchRule<Authorizer>[] = [
  {
    path: /^\/name$/,
    ops: ['replace'],
    apply(authorizer, operation) {
      authorizer.name = valueOf(operation);
    },
  },
  {
    path: /^\/authorizerResultTtlInSeconds$/,
    ops: ['replace'],
    apply(authorizer, operation) {
      authorizer.authorizerResultTtlInSeconds = numberOf(operation);
    },
  },
  {
    path: /^\/providerARNs$/,
    ops: ['add', 'remove'],
    apply(authorizer, operation) {
      const arn = valueOf(operation);
      const others = (authorizer.providerARNs ?? []).filter((other) => other !== arn);
      authorizer.providerARNs = operation.op === 'add' ? [...others, arn] : others;
    },
  },
  textRule('authType'),
  textRule('authorizerCredentials'),
  textRule('authorizerUri'),
  textRule('identitySource'),
  textRule('identityValidationExpression'),
];
