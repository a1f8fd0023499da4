import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { byName, namedValues } from '../by-name.ts';
import { notImplemented } from '../not-implemented.ts';
import type { RestOperation, RestRequest } from '../operation.ts';
import type { Region } from '../region.ts';
import { label, operation } from '../rest/operation.ts';
import { verifyCertificate } from './domain-name-rules.ts';
import { badRequest, notFound } from './errors.ts';
import { newId } from './ids.ts';
import { pageOf } from './paging.ts';
import { applyPatch, patchBody, valueOf, type PatchRule } from './patch.ts';
import { parseBody } from './request.ts';
import { seconds } from './stages.ts';
import type { DomainName } from './state.ts';
import { verifyTags } from './tags.ts';
import { domainNameView } from './views.ts';

const path = '/domainnames/{domainName}';

const createBody = z.object({
  domainName: z.string(),
  certificateArn: z.string().optional(),
  regionalCertificateArn: z.string().optional(),
  certificateName: z.string().optional(),
  endpointConfiguration: z
    .object({
      types: z.array(z.enum(['EDGE', 'REGIONAL', 'PRIVATE'])).optional(),
      ipAddressType: z.enum(['ipv4', 'dualstack']).optional(),
    })
    .default({}),
  securityPolicy: z.enum(['TLS_1_0', 'TLS_1_2']).default('TLS_1_2'),
  mutualTlsAuthentication: z.unknown().optional(),
  policy: z.string().optional(),
  routingMode: z.string().optional(),
  tags: namedValues(z.string()).prefault({}),
});

/** Names by which APIs are called; which API answers is said by base path mappings. */
export const domainNameOperations: readonly RestOperation[] = [
  operation('CreateDomainName', 'POST /domainnames', createDomainName),
  operation('GetDomainNames', 'GET /domainnames', (request, region) => {
    const all = Object.values(region.state.apigateway.domainNames);
    const { item, ...rest } = pageOf(request, all, ({ name }) => name);
    return { body: { item: item.map((each) => domainNameView(each, region)), ...rest } };
  }),
  operation('GetDomainName', `GET ${path}`, (request, region) => ({
    body: domainNameView(requireDomainName(request, region), region),
  })),
  operation('UpdateDomainName', `PATCH ${path}`, (request, region) => {
    const { patchOperations } = parseBody(request, patchBody, 'updateDomainNameInput');
    const domain = requireDomainName(request, region);
    const patched = applyPatch(domain, patchOperations, rules);
    verifyCertificate(patched, region);
    region.state.apigateway.domainNames[domain.name] = patched;
    return { body: domainNameView(patched, region) };
  }),
  operation('DeleteDomainName', `DELETE ${path}`, (request, region) => {
    const { name } = requireDomainName(request, region);
    Reflect.deleteProperty(region.state.apigateway.domainNames, name);
    return { status: 202 };
  }),
];

/** The domain that the label `domainName` names. @throws {AwsError} 404 */
export function requireDomainName(request: RestRequest, region: Region): DomainName {
  const domain = region.state.apigateway.domainNames[label(request, 'domainName').toLowerCase()];
  if (domain === undefined) {
    throw notFound('Invalid domain name identifier specified');
  }
  return domain;
}

function createDomainName(request: RestRequest, region: Region) {
  const body = parseBody(request, createBody, 'createDomainNameInput');
  refuseUnmodelled(body);
  const name = body.domainName.toLowerCase();
  if (!/^([a-z0-9-]{1,63}\.)+[a-z0-9-]{1,63}$/.test(name)) {
    throw badRequest('Invalid domain name specified');
  }
  const [type = 'EDGE', ...others] = body.endpointConfiguration.types ?? [];
  if (others.length > 0) {
    throw badRequest('Cannot create a domain name with multiple Endpoint Types.');
  }
  const certificateArn = type === 'EDGE' ? body.certificateArn : body.regionalCertificateArn;
  if (certificateArn === undefined) {
    throw badRequest(
      type === 'EDGE' ? 'Certificate ARN is required' : 'Regional certificate ARN is required',
    );
  }
  verifyTags(body.tags);
  const domain: DomainName = {
    ...{ name, type, certificateArn, securityPolicy: body.securityPolicy, tags: body.tags },
    ipAddressType: body.endpointConfiguration.ipAddressType ?? 'ipv4',
    id: newId(10),
    distributionId: `d${randomUUID().replaceAll('-', '').slice(0, 13)}`,
    createdDate: seconds(region),
    mappings: byName(),
  };
  verifyCertificate(domain, region);
  if (region.state.apigateway.domainNames[name] !== undefined) {
    throw badRequest('The domain name you provided already exists.');
  }
  region.state.apigateway.domainNames[name] = domain;
  return { status: 201, body: domainNameView(domain, region) };
}

function refuseUnmodelled(body: z.infer<typeof createBody>): void {
  if (body.endpointConfiguration.types?.includes('PRIVATE') === true || body.policy !== undefined) {
    throw notImplemented('A private domain name');
  }
  if (body.mutualTlsAuthentication !== undefined) {
    throw notImplemented('Mutual TLS of a domain name');
  }
  if ((body.routingMode ?? 'BASE_PATH_MAPPING_ONLY') !== 'BASE_PATH_MAPPING_ONLY') {
    throw notImplemented('Routing rules of a domain name');
  }
  if (body.domainName.startsWith('*.')) {
    throw notImplemented('A wildcard domain name');
  }
  if (body.certificateName !== undefined) {
    throw notImplemented('A certificate that is not in ACM');
  }
}

const rules: readonly PatchRule<DomainName>[] = [
  {
    path: /^\/(?:certificateArn|regionalCertificateArn)$/,
    documented: ['/certificateArn', '/regionalCertificateArn'],
    ops: ['replace'],
    apply(domain, operation) {
      const own = domain.type === 'EDGE' ? '/certificateArn' : '/regionalCertificateArn';
      if (operation.path !== own) {
        throw badRequest(`Invalid patch path ${operation.path}`);
      }
      domain.certificateArn = valueOf(operation);
    },
  },
  {
    path: /^\/endpointConfiguration\/ipAddressType$/,
    ops: ['replace'],
    apply(domain, operation) {
      const type = valueOf(operation);
      if (type !== 'ipv4' && type !== 'dualstack') {
        throw badRequest('ipAddressType must be either ipv4 or dualstack.');
      }
      domain.ipAddressType = type;
    },
  },
  {
    path: /^\/securityPolicy$/,
    ops: ['replace'],
    apply(domain, operation) {
      const policy = valueOf(operation);
      if (policy !== 'TLS_1_0' && policy !== 'TLS_1_2') {
        throw badRequest('Invalid security policy specified. Must be one of: [TLS_1_0, TLS_1_2]');
      }
      domain.securityPolicy = policy;
    },
  },
];
