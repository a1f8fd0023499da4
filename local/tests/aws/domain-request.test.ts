import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';

import {
  CreateBasePathMappingCommand,
  CreateDeploymentCommand,
  UpdateRestApiCommand,
} from '@aws-sdk/client-api-gateway';
import test, { type ExecutionContext } from 'ava';

import { byName } from '../../aws/by-name.ts';
import { domainRequestOf, stageOfDomain } from '../../aws/domain-request.ts';
import type { BasePathMapping } from '../../aws/apigateway/state.ts';
import { startEmbedded } from '../_helpers/embedded.ts';
import { testEmbedded } from '../_helpers/embedded-only.ts';
import { deploy, importApi } from './apigateway/_api.ts';
import { makeDomain } from './apigateway/_domain.ts';

const isDomain = (name: string): boolean => name === 'api.example.test';

const hosts = [
  ['api.example.test', 'api.example.test'],
  ['API.example.test:4566', 'api.example.test'],
  ['api.example.test.localhost:4566', 'api.example.test'],
  ['127.0.0.1:4566', undefined],
  ['localhost', undefined],
  ['other.example.test', undefined],
] as const;

for (const [host, name] of hosts) {
  test(`the host ${host} is of ${name ?? 'no domain'}`, (t) => {
    t.is(domainRequestOf(host, '/greeting', isDomain)?.name, name);
  });
}

function domain(...mappings: readonly BasePathMapping[]): Parameters<typeof stageOfDomain>[0] {
  return {
    ...{ name: 'api.example.test', id: 'abc', type: 'REGIONAL', certificateArn: '' },
    ...{
      ipAddressType: 'ipv4',
      securityPolicy: 'TLS_1_2',
      distributionId: '',
      createdDate: 0,
      tags: byName(),
    },
    mappings: byName(Object.fromEntries(mappings.map((mapping) => [mapping.basePath, mapping]))),
  };
}

const mapped = (basePath: string, stage: string): BasePathMapping => ({
  ...{ basePath, restApiId: 'api', stage },
});

const paths = [
  ['/v1/greeting', [mapped('v1', 'prod')], 'prod', '/greeting', '/v1'],
  ['/v1', [mapped('v1', 'prod')], 'prod', '/', '/v1'],
  ['/greeting', [mapped('(none)', 'prod')], 'prod', '/greeting', ''],
  ['/', [mapped('(none)', 'prod')], 'prod', '/', ''],
  ['/v2/greeting', [mapped('v1', 'prod'), mapped('v2', 'stage')], 'stage', '/greeting', '/v2'],
  ['/v1/stage/greeting', [mapped('v1', '')], 'stage', '/greeting', '/v1'],
] as const;

for (const [path, mappings, stageName, rawPath, prefix] of paths) {
  test(`${path} is ${rawPath} of ${stageName}, by ${mappings.map((m) => m.basePath).join(' and ')}`, (t) => {
    const found = stageOfDomain(domain(...mappings), path, path);
    t.like(found, { stageName, rawPath, domain: { prefix } });
  });
}

test('a path that no mapping has leads nowhere', (t) => {
  t.is(stageOfDomain(domain(mapped('v1', 'prod')), '/v2/greeting', '/v2/greeting'), undefined);
});

async function ask(url: string, path: string, host: string) {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request(`${url}${path}`, { headers: { host } }, resolve).once('error', reject).end();
  });
  return { status: answer.statusCode ?? 0, body: await text(answer) };
}

/** An API with the stage `prod`, mapped to a domain at `/v1`. */
async function serve(t: ExecutionContext) {
  const { clients, url } = await startEmbedded(t);
  const restApiId = await importApi(t, clients.apigateway);
  const { name: domainName } = await makeDomain(t, clients);
  await deploy(clients.apigateway, restApiId, 'prod');
  await clients.apigateway.send(
    new CreateBasePathMappingCommand({ domainName, restApiId, stage: 'prod', basePath: 'v1' }),
  );
  return { apigateway: clients.apigateway, url, restApiId, domainName };
}

testEmbedded('a domain answers by its Host, below localhost, and by path', async (t) => {
  const { url, domainName } = await serve(t);
  const { port } = new URL(url);
  for (const host of [domainName, `${domainName}:${port}`, `${domainName}.localhost:${port}`]) {
    t.is((await ask(url, '/v1/greeting', host)).status, 200, host);
    t.is((await ask(url, '/v2/greeting', host)).body, '{"message":"Forbidden"}', host);
  }
  const byPath = await fetch(`${url}/_aws/domains/${domainName}/v1/greeting`);
  t.is(byPath.status, 200);
  t.is((await fetch(`${url}/_aws/domains/none.example.test/v1/greeting`)).status, 403);
});

testEmbedded('an API’s own endpoint is disabled by its next deployment', async (t) => {
  const { apigateway, url, restApiId, domainName } = await serve(t);
  const own = `${url}/_aws/execute-api/${restApiId}/prod/greeting`;
  const value = 'true';
  const patchOperations = [{ op: 'replace' as const, path: '/disableExecuteApiEndpoint', value }];
  const patched = await apigateway.send(new UpdateRestApiCommand({ restApiId, patchOperations }));
  t.true(patched.disableExecuteApiEndpoint);
  t.is((await fetch(own)).status, 200, 'it answers until the API is deployed again');
  await apigateway.send(new CreateDeploymentCommand({ restApiId, stageName: 'prod' }));
  const refused = await fetch(own);
  t.is(refused.status, 403);
  t.is(await refused.text(), '{"message":"Forbidden"}');
  t.is((await ask(url, '/v1/greeting', domainName)).status, 200);
});
