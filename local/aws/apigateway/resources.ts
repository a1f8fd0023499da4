import { byName } from '../by-name.ts';
import { z } from 'zod';
import type { RestOperation } from '../operation.ts';
import { resourcesByPath, subtree } from './definition.ts';
import { badRequest } from './errors.ts';
import { newId } from './ids.ts';
import { requireApi, requireResource } from './lookup.ts';
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
      return { body: resourceView(requireResource(request, requireApi(request, region)), embed) };
    },
  ),
  operation(
    'CreateResource',
    'POST /restapis/{restApiId}/resources/{parentId}',
    (request, region) => {
      const api = requireApi(request, region);
      const parent = requireResource(request, api, 'parentId');
      const { pathPart } = parseBody(request, createBody);
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
      const api = requireApi(request, region);
      const { id } = requireResource(request, api);
      const { patchOperations } = parseBody(request, patchBody);
      api.definition = applyPatch(api.definition, patchOperations, [renameRule(id)]);
      return { body: resourceView(requireResource(request, api), false) };
    },
  ),
  operation(
    'DeleteResource',
    'DELETE /restapis/{restApiId}/resources/{resourceId}',
    (request, region) => {
      const { definition } = requireApi(request, region);
      const { id } = requireResource(request, requireApi(request, region));
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
        throw badRequest('Root resource cannot be renamed');
      }
      verifyPathPart(definition, parent, valueOf(patch), id);
      resource.pathPart = valueOf(patch);
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
