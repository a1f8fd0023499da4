import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { byName } from '../by-name.ts';
import type { RestOperation, RestRequest } from '../operation.ts';
import type { Region } from '../region.ts';
import { operation } from '../rest/operation.ts';
import { healthCheckChanged, healthCheckExists, invalidInput } from './errors.ts';
import {
  changeableMembers,
  changedConfig,
  configBody,
  toConfig,
  verifyModelled,
} from './health-check-config.ts';
import { requireHealthCheck } from './lookup.ts';
import { listOf, parseBody } from './request.ts';
import type { HealthCheck, HealthCheckConfig } from './state.ts';
import { healthCheckView } from './views.ts';

const path = '/2013-04-01/healthcheck';

const createBody = z.object({
  CallerReference: z.string().min(1).max(64),
  HealthCheckConfig: configBody,
});

const updateBody = z.looseObject({
  HealthCheckVersion: z.coerce.number().int().optional(),
  ResetElements: listOf(
    'ResettableElementName',
    z.enum(['FullyQualifiedDomainName', 'Regions', 'ResourcePath', 'ChildHealthChecks']),
  ),
  ...changeableMembers,
});

/** Checks of endpoints and of other checks. */
export const healthCheckOperations: readonly RestOperation[] = [
  operation('CreateHealthCheck', `POST ${path}`, createHealthCheck),
  operation('GetHealthCheck', `GET ${path}/{HealthCheckId}`, (request, region) => ({
    body: {
      GetHealthCheckResponse: { HealthCheck: healthCheckView(requireHealthCheck(request, region)) },
    },
  })),
  operation('ListHealthChecks', `GET ${path}`, listHealthChecks),
  operation('UpdateHealthCheck', `POST ${path}/{HealthCheckId}`, updateHealthCheck),
  operation('DeleteHealthCheck', `DELETE ${path}/{HealthCheckId}`, (request, region) => {
    const { id } = requireHealthCheck(request, region);
    Reflect.deleteProperty(region.state.route53.healthChecks, id);
    return { body: { DeleteHealthCheckResponse: {} } };
  }),
  operation('GetHealthCheckStatus', `GET ${path}/{HealthCheckId}/status`, status),
];

function createHealthCheck(request: RestRequest, region: Region) {
  const body = parseBody(request, createBody);
  const config = toConfig(body.HealthCheckConfig);
  const { healthChecks } = region.state.route53;
  const known = Object.values(healthChecks).find(
    ({ callerReference }) => callerReference === body.CallerReference,
  );
  if (known !== undefined && !isDeepStrictEqual(viewOf(known.config), viewOf(config))) {
    throw healthCheckExists(body.CallerReference);
  }
  const made = known ?? {
    ...{ id: randomUUID(), callerReference: body.CallerReference, version: 1, config },
    tags: byName<string>(),
  };
  healthChecks[made.id] = made;
  return {
    status: 201,
    headers: { location: `https://route53.amazonaws.com${path}/${made.id}` },
    body: { CreateHealthCheckResponse: { HealthCheck: healthCheckView(made) } },
  };
}

/** Without what tells a value that was read from disk from one that was not. */
function viewOf(config: HealthCheckConfig): unknown {
  return JSON.parse(JSON.stringify(config));
}

function updateHealthCheck(request: RestRequest, region: Region) {
  const body = parseBody(request, updateBody);
  const check = requireHealthCheck(request, region);
  verifyModelled(body);
  if (body.HealthCheckVersion !== undefined && body.HealthCheckVersion !== check.version) {
    throw healthCheckChanged(check.version);
  }
  check.config = changedConfig(reset(check.config, body.ResetElements), body);
  check.version += 1;
  return { body: { UpdateHealthCheckResponse: { HealthCheck: healthCheckView(check) } } };
}

function reset(config: HealthCheckConfig, elements: readonly string[]): HealthCheckConfig {
  const { name, path: resource, ...others } = config;
  return {
    ...others,
    ...(name !== undefined && !elements.includes('FullyQualifiedDomainName') && { name }),
    ...(resource !== undefined && !elements.includes('ResourcePath') && { path: resource }),
    ...(elements.includes('Regions') && { regions: [] }),
    ...(elements.includes('ChildHealthChecks') && { children: [] }),
  };
}

const maxItems = 100;

function listHealthChecks({ query }: RestRequest, { state }: Region) {
  const limit = Math.min(Number(query.get('maxitems') ?? maxItems), maxItems);
  if (!Number.isInteger(limit) || limit < 1) {
    throw invalidInput('Invalid value for maxitems');
  }
  const from = query.get('marker') ?? '';
  const sorted = Object.values<HealthCheck>(state.route53.healthChecks)
    .filter(({ id }) => id >= from)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const next = sorted[limit];
  return {
    body: {
      ListHealthChecksResponse: {
        HealthChecks: { HealthCheck: sorted.slice(0, limit).map(healthCheckView) },
        IsTruncated: next !== undefined,
        MaxItems: limit,
        NextMarker: next?.id,
        Marker: from,
      },
    },
  };
}

async function status(request: RestRequest, region: Region) {
  const { id, config } = requireHealthCheck(request, region);
  if (config.type === 'CALCULATED') {
    throw invalidInput('Invalid parameter : A calculated health check has no status of checkers.');
  }
  const { reason, at } = await region.health.observe(region, id);
  const report = { Status: reason, CheckedTime: new Date(at) };
  return {
    body: {
      GetHealthCheckStatusResponse: {
        HealthCheckObservations: {
          HealthCheckObservation: [
            { Region: region.region, IPAddress: '127.0.0.1', StatusReport: report },
          ],
        },
      },
    },
  };
}
