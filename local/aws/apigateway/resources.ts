import { byName } from '../by-name.ts';
import { z } from 'zod';
import type { RestOperation } from '../operation.ts';
import { resourcesByPath, subtree } from './definition.ts';
import { badRequest, notFound } from './errors.ts';
import { newId } from './ids.ts';
import { requireApi, requireApiOfResource, requireResource } from './lookup.ts';
import { operation } from '../rest/operation.ts';
import { patchBody } from './patch.ts';
import { parseBody } from './request.ts';
import { pageOf } from './paging.ts';
import { applyPatch, valueOf } from './patch.ts';
import type { PatchRule } from './patch.ts';
import { childPath, verifyPathPart } from './resource-rules.ts';
import type { ApiDefinition, Resource } from './state.ts';
import { resourceView } from './views.ts';

const createBody = z.object({ pathPart: z.string() });

/** The tree of resources of an API's editable definition. */
export const resourceOperations: readonly RestOperation[] = [
  operation('GetResources', 'GET /restapis/{restApiId}/resources', (request, region) => {
    const { definition } = requireApi(request, region);
    const embed = request.query.getAll('embed').includes('methods');
    const { item, ...rest } = pageOf(request, resourcesByPath(definition), ({ id }) => id);
    return { body: { item: item.map((resource) => resourceView(resource, embed)), ...rest } };
  }),
  operation(
    'GetResource',
    'GET /restapis/{restApiId}/resources/{resourceId}',
    (request, region) => {
      const embed = request.query.getAll('embed').includes('methods');
      return {
        body: resourceView(requireResource(request, requireApiOfResource(request, region)), embed),
      };
    },
  ),
  operation(
    'CreateResource',
    'POST /restapis/{restApiId}/resources/{parentId}',
    (request, region) => {
      const { pathPart } = parseBody(request, createBody, 'createResourceInput');
      const api = requireApi(request, region);
      const parent = requireResource(request, api, 'parentId');
      verifyPathPart(api.definition, parent, pathPart);
      const path = childPath(parent, pathPart);
      const resource: Resource = {
        id: newId(6),
        parentId: parent.id,
        pathPart,
        path,
        methods: byName(),
      };
      api.definition.resources[resource.id] = resource;
      return { status: 201, body: resourceView(resource, false) };
    },
  ),
  operation(
    'UpdateResource',
    'PATCH /restapis/{restApiId}/resources/{resourceId}',
    (request, region) => {
      const { patchOperations } = parseBody(request, patchBody, 'updateResourceInput');
      const api = requireApiOfResource(request, region);
      const { id } = requireResource(request, api);
      const rules = [moveRule(id), renameRule(id)];
      api.definition = applyPatch(api.definition, patchOperations, rules);
      return { body: resourceView(requireResource(request, api), false) };
    },
  ),
  operation(
    'DeleteResource',
    'DELETE /restapis/{restApiId}/resources/{resourceId}',
    (request, region) => {
      const api = requireApiOfResource(request, region);
      const { definition } = api;
      const { id } = requireResource(request, api);
      if (id === definition.rootResourceId) {
        throw badRequest('Root resource cannot be deleted');
      }
      for (const gone of subtree(definition, id)) {
        Reflect.deleteProperty(definition.resources, gone);
      }
      return { status: 202 };
    },
  ),
];

/** `replace /pathPart`: the resource and all below it get new paths. */
function renameRule(id: string): PatchRule<ApiDefinition> {
  return {
    path: /^\/pathPart$/,
    ops: ['replace'],
    apply(definition, patch) {
      const resource = definition.resources[id];
      const parent = definition.resources[resource?.parentId ?? ''];
      if (resource === undefined || parent === undefined) {
        throw badRequest('Root resource cannot update its pathPart.');
      }
      verifyPathPart(definition, parent, valueOf(patch), id);
      resource.pathPart = valueOf(patch);
      setPaths(definition, resource, parent);
    },
  };
}

/** `replace /parentId`: the resource and all below it move under another. */
function moveRule(id: string): PatchRule<ApiDefinition> {
  return {
    path: /^\/parentId$/,
    ops: ['replace'],
    apply(definition, patch) {
      const resource = definition.resources[id];
      if (resource === undefined || id === definition.rootResourceId) {
        throw badRequest('Root resource cannot update its parentId.');
      }
      const parent = definition.resources[valueOf(patch)];
      if (parent === undefined) {
        throw notFound('Invalid Resource identifier specified');
      }
      if (subtree(definition, id).includes(parent.id)) {
        throw badRequest('Resources cannot be cyclical.');
      }
      verifyPathPart(definition, parent, resource.pathPart, id);
      resource.parentId = parent.id;
      setPaths(definition, resource, parent);
    },
  };
}

function setPaths(definition: ApiDefinition, resource: Resource, parent: Resource): void {
  resource.path = childPath(parent, resource.pathPart);
  for (const child of Object.values(definition.resources)) {
    if (child.parentId === resource.id) {
      setPaths(definition, child, resource);
    }
  }
}
