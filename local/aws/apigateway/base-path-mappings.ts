import { z } from 'zod';
import type { RestOperation, RestRequest } from '../operation.ts';
import type { Region } from '../region.ts';
import { label, operation } from '../rest/operation.ts';
import { requireDomainName } from './domain-names.ts';
import { badRequest, conflict, notFound } from './errors.ts';
import { pageOf } from './paging.ts';
import { applyPatch, patchBody, type PatchRule } from './patch.ts';
import { parseBody } from './request.ts';
import type { BasePathMapping, DomainName } from './state.ts';
import { basePathMappingView } from './views.ts';

const path = '/domainnames/{domainName}/basepathmappings';

/** How AWS writes the base path of a mapping that has none. */
export const noBasePath = '(none)';

const createBody = z.object({
  basePath: z.string().default(''),
  restApiId: z.string(),
  stage: z.string().default(''),
});

/** Which API and stage answers below a domain, by the first part of the path. */
export const basePathMappingOperations: readonly RestOperation[] = [
  operation('CreateBasePathMapping', `POST ${path}`, (request, region) => {
    const body = parseBody(request, createBody, 'createBasePathMappingInput');
    const domain = requireDomainName(request, region);
    const mapping = { ...body, basePath: keyOf(body.basePath) };
    verifyMapping(mapping, domain.mappings, region);
    domain.mappings[mapping.basePath] = mapping;
    return { status: 201, body: basePathMappingView(mapping) };
  }),
  operation('GetBasePathMappings', `GET ${path}`, (request, region) => {
    const all = Object.values(requireDomainName(request, region).mappings);
    const { item, ...rest } = pageOf(request, all, ({ basePath }) => basePath);
    return { body: { item: item.map(basePathMappingView), ...rest } };
  }),
  operation('GetBasePathMapping', `GET ${path}/{basePath}`, (request, region) => ({
    body: basePathMappingView(requireMapping(request, requireDomainName(request, region))),
  })),
  operation('UpdateBasePathMapping', `PATCH ${path}/{basePath}`, (request, region) => {
    const { patchOperations } = parseBody(request, patchBody, 'updateBasePathMappingInput');
    const domain = requireDomainName(request, region);
    const mapping = requireMapping(request, domain);
    const patched = applyPatch(mapping, patchOperations, rules);
    const { [mapping.basePath]: _, ...others } = domain.mappings;
    verifyMapping(patched, others, region);
    Reflect.deleteProperty(domain.mappings, mapping.basePath);
    domain.mappings[patched.basePath] = patched;
    return { body: basePathMappingView(patched) };
  }),
  operation('DeleteBasePathMapping', `DELETE ${path}/{basePath}`, (request, region) => {
    const domain = requireDomainName(request, region);
    Reflect.deleteProperty(domain.mappings, requireMapping(request, domain).basePath);
    return { status: 202 };
  }),
];

function keyOf(basePath: string): string {
  return basePath === '' ? noBasePath : basePath;
}

function requireMapping(request: RestRequest, { mappings }: DomainName): BasePathMapping {
  const mapping = mappings[label(request, 'basePath')];
  if (mapping === undefined) {
    throw notFound('Invalid base path mapping identifier specified');
  }
  return mapping;
}

/** @param others the other mappings of its domain. @throws {AwsError} 400 or 409 */
function verifyMapping(
  { basePath, restApiId, stage }: BasePathMapping,
  others: Readonly<Record<string, BasePathMapping>>,
  region: Region,
): void {
  if (basePath.includes('/')) {
    throw badRequest(
      "API Gateway V1 doesn't support the slash character (/) in base path mappings. To create a multi-level base path mapping, use API Gateway V2.",
    );
  }
  if (basePath !== noBasePath && !/^[\w$.+!*'()-]{1,300}$/.test(basePath)) {
    throw badRequest('Invalid base path specified');
  }
  const api = region.state.apigateway.restApis[restApiId];
  if (api === undefined) {
    throw badRequest('Invalid REST API identifier specified');
  }
  if (stage !== '' && api.stages[stage] === undefined) {
    throw badRequest('Invalid stage identifier specified');
  }
  if (others[basePath] !== undefined) {
    throw conflict('Base path already exists for this domain name');
  }
  if (Object.keys(others).length > 0 && [basePath, ...Object.keys(others)].includes(noBasePath)) {
    throw conflict('Only one base path mapping is allowed if the base path is empty.');
  }
}

const rules: readonly PatchRule<BasePathMapping>[] = [
  {
    path: /^\/basePath$/,
    ops: ['replace'],
    apply(mapping, { value = '' }) {
      mapping.basePath = keyOf(value);
    },
  },
  {
    path: /^\/stage$/,
    ops: ['replace'],
    apply(mapping, { value = '' }) {
      mapping.stage = value;
    },
  },
  {
    path: /^\/restapiId$/,
    ops: ['replace'],
    apply(mapping, { value = '' }) {
      mapping.restApiId = value;
    },
  },
];

/**
 * @param stageName left out: any of the API's
 * @throws {AwsError} 400 for an API or a stage that domains lead to
 */
export function refuseMapped(region: Region, restApiId: string, stageName?: string): void {
  const domains = Object.values(region.state.apigateway.domainNames).filter(({ mappings }) =>
    Object.values(mappings).some(
      (mapping) =>
        mapping.restApiId === restApiId && (stageName === undefined || mapping.stage === stageName),
    ),
  );
  if (domains.length > 0) {
    const what = stageName === undefined ? 'API' : 'stage';
    throw badRequest(
      `Please remove all base path mappings related to the ${what} in your domains: ${domains.map(({ name }) => name).join(', ')}`,
    );
  }
}
