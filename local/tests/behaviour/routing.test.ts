import { randomUUID } from 'node:crypto';

import {
  CreateBasePathMappingCommand,
  CreateDomainNameCommand,
  DeleteDomainNameCommand,
  type APIGatewayClient,
} from '@aws-sdk/client-api-gateway';
import {
  CreateHealthCheckCommand,
  GetHealthCheckStatusCommand,
  UpdateHealthCheckCommand,
  type HealthCheckConfig,
  type ResourceRecordSet,
} from '@aws-sdk/client-route-53';
import test, { type ExecutionContext } from 'ava';

import { regionDown } from '../../aws/faults.ts';
import { requestCertificate, validate } from '../aws/acm/_certificate.ts';
import { deploy, importApi } from '../aws/apigateway/_api.ts';
import { change, makeZone } from '../aws/route53/_zone.ts';
import { clientsIn, type Clients } from '../_helpers/clients.ts';
import { startEmbedded } from '../_helpers/embedded.ts';
import { signedFetch } from '../_helpers/signed-fetch.ts';

const regions = ['eu-west-1', 'us-east-1', 'ap-southeast-2'] as const;

interface Place {
  readonly region: string;
  readonly healthCheckId: string;
  readonly alias: NonNullable<ResourceRecordSet['AliasTarget']>;
}

/** An API that answers with its region. */
const saying = (region: string) => ({
  openapi: '3.0.1',
  info: { title: region, version: '1' },
  paths: {
    '/where': {
      get: {
        responses: { 200: { description: 'here' } },
        'x-amazon-apigateway-integration': {
          type: 'mock',
          requestTemplates: { 'application/json': '{"statusCode": 200}' },
          responses: {
            default: { statusCode: '200', responseTemplates: { 'application/json': region } },
          },
        },
      },
    },
  },
});

/** One domain in three regions, each with a name of its own that its health check asks. */
async function world(t: ExecutionContext) {
  const { aws, url, clients } = await startEmbedded(t);
  const zone = await makeZone(t, clients.route53);
  const name = `api.${zone.name}`;
  const places: Place[] = [];
  for (const region of regions) {
    places.push(await settle(t, clientsIn(t, url, region), { region, zone, name }));
  }
  const record = ({ region, healthCheckId, alias }: Place, policy: Partial<ResourceRecordSet>) =>
    change(clients.route53, zone.id, {
      Action: 'CREATE',
      ResourceRecordSet: {
        ...{ Name: name, Type: 'A', SetIdentifier: region, HealthCheckId: healthCheckId },
        ...{ AliasTarget: alias, ...policy },
      },
    });
  t.teardown(() => {
    aws.faults.clear();
  });
  const resolve = async (query: string, asked = name) => {
    const answer = await signedFetch(`${url}/_local/resolve?name=${asked}&${query}`);
    return (await answer.json()) as { readonly region?: string; readonly candidates: unknown };
  };
  const ask = async (from?: string) => {
    const headers = from === undefined ? {} : { 'x-local-from': from };
    return (await fetch(`${url}/_aws/domains/${name}/where`, { headers })).text();
  };
  return { aws, url, route53: clients.route53, zone, name, places, record, resolve, ask };
}

async function settle(
  t: ExecutionContext,
  clients: Clients,
  at: { region: string; zone: { id: string; name: string }; name: string },
): Promise<Place> {
  const { region, zone, name } = at;
  const ownName = `${region}.${name}`;
  const restApiId = await importApi(t, clients.apigateway, saying(region));
  await deploy(clients.apigateway, restApiId, 'prod');
  const [domain] = [await map(name), await map(ownName)];
  const { HealthCheck } = await clients.route53.send(
    new CreateHealthCheckCommand({
      CallerReference: randomUUID(),
      HealthCheckConfig: {
        ...{ Type: 'HTTPS', FullyQualifiedDomainName: ownName, ResourcePath: '/where' },
      },
    }),
  );
  return {
    region,
    healthCheckId: HealthCheck?.Id ?? '',
    alias: {
      DNSName: domain.regionalDomainName,
      HostedZoneId: domain.regionalHostedZoneId,
      EvaluateTargetHealth: false,
    },
  };

  async function map(domainName: string) {
    const arn = await requestCertificate(t, clients, domainName);
    await validate(clients, arn, zone.id);
    return mapped(t, clients.apigateway, { domainName, arn, restApiId });
  }
}

async function mapped(
  t: ExecutionContext,
  client: APIGatewayClient,
  { domainName, arn, restApiId }: { domainName: string; arn: string; restApiId: string },
) {
  const made = await client.send(
    new CreateDomainNameCommand({
      ...{ domainName, regionalCertificateArn: arn },
      endpointConfiguration: { types: ['REGIONAL'] },
    }),
  );
  t.teardown(() => client.send(new DeleteDomainNameCommand({ domainName })));
  await client.send(new CreateBasePathMappingCommand({ domainName, restApiId, stage: 'prod' }));
  return made;
}

test('by latency each client gets the nearest region, and the next one while that is down', async (t) => {
  const { aws, url, name, places, record, resolve, ask } = await world(t);
  for (const place of places) {
    await record(place, { Region: place.region as 'eu-west-1' });
  }
  for (const from of regions) {
    t.is((await resolve(`from=${from}`)).region, from);
    t.is(await ask(from), from);
  }
  t.is(await ask(), 'eu-west-1', 'who does not say where it is is in Ireland');
  t.is((await resolve('from=sa-east-1')).region, 'us-east-1');
  aws.faults.replace([regionDown('us-east-1')]);
  const found = await resolve('from=sa-east-1');
  t.is(found.region, 'eu-west-1');
  t.deepEqual(
    found.candidates,
    regions.map((setIdentifier) => ({ setIdentifier, isHealthy: setIdentifier !== 'us-east-1' })),
  );
  t.is(await ask('us-east-1'), 'eu-west-1', 'the health that was found just now counts');
  await t.throwsAsync(fetch(`${url}/_aws/domains/us-east-1.${name}/where`));
  aws.faults.replace(regions.map(regionDown));
  t.is((await resolve('from=us-east-1')).region, 'us-east-1', 'all unhealthy is all healthy');
});

test('with failover the second region answers while the first is unhealthy', async (t) => {
  const { aws, route53, places, record, resolve, ask } = await world(t);
  const [first, second] = places as [Place, Place];
  await record(first, { Failover: 'PRIMARY' });
  await record(second, { Failover: 'SECONDARY' });
  t.is((await resolve('from=us-east-1')).region, 'eu-west-1');
  const { healthCheckId: HealthCheckId } = first;
  const status = async () => {
    const { HealthCheckObservations: [found] = [] } = await route53.send(
      new GetHealthCheckStatusCommand({ HealthCheckId }),
    );
    return found?.StatusReport?.Status ?? '';
  };
  t.regex(await status(), /^Success: HTTP Status Code 200/);
  await route53.send(new UpdateHealthCheckCommand({ HealthCheckId, Inverted: true }));
  t.is((await resolve('from=eu-west-1')).region, 'us-east-1');
  t.is(await ask('eu-west-1'), 'us-east-1');
  await route53.send(new UpdateHealthCheckCommand({ HealthCheckId, Inverted: false }));
  aws.faults.replace([regionDown('eu-west-1')]);
  t.is((await resolve('from=eu-west-1')).region, 'us-east-1');
  t.regex(await status(), /^Failure/);
  await route53.send(new UpdateHealthCheckCommand({ HealthCheckId, Disabled: true }));
  t.is((await resolve('from=eu-west-1')).region, 'eu-west-1', 'what is not checked is healthy');
});

test('a calculated check is as healthy as enough of its children', async (t) => {
  const { aws, route53, places, record, resolve } = await world(t);
  const [first, second] = places as [Place, Place];
  const calculated = {
    ...{ Type: 'CALCULATED', HealthThreshold: 2 },
    ChildHealthChecks: places.map(({ healthCheckId }) => healthCheckId),
  } as const satisfies HealthCheckConfig;
  const { HealthCheck } = await route53.send(
    new CreateHealthCheckCommand({
      CallerReference: randomUUID(),
      HealthCheckConfig: calculated,
    }),
  );
  await record({ ...first, healthCheckId: HealthCheck?.Id ?? '' }, { Failover: 'PRIMARY' });
  await record(second, { Failover: 'SECONDARY' });
  aws.faults.replace([regionDown('ap-southeast-2')]);
  t.is((await resolve('from=eu-west-1')).region, 'eu-west-1');
  aws.faults.replace([regionDown('ap-southeast-2'), regionDown('eu-west-1')]);
  t.is((await resolve('from=eu-west-1')).region, 'us-east-1');
});

test('an alias that evaluates its target is as healthy as the records that it leads to', async (t) => {
  const { aws, route53, zone, name, places, record, resolve } = await world(t);
  const [first, second, third] = places as [Place, Place, Place];
  await record(first, { Weight: 1 });
  await record(second, { Weight: 0 });
  const top = (id: string, alias: Place['alias'], policy: Partial<ResourceRecordSet>) =>
    change(route53, zone.id, {
      Action: 'CREATE',
      ResourceRecordSet: {
        ...{
          Name: `top.${zone.name}`,
          Type: 'A',
          SetIdentifier: id,
          AliasTarget: alias,
          ...policy,
        },
      },
    });
  const below = { HostedZoneId: zone.id, DNSName: name, EvaluateTargetHealth: true };
  await top('below', below, { Failover: 'PRIMARY' });
  await top('far', third.alias, { Failover: 'SECONDARY' });
  const found = async () => (await resolve('from=eu-west-1', `top.${zone.name}`)).region;
  t.is(await found(), 'eu-west-1');
  aws.faults.replace([regionDown('eu-west-1')]);
  t.is(await found(), 'us-east-1');
  aws.faults.replace([regionDown('eu-west-1'), regionDown('us-east-1')]);
  t.is(await found(), 'ap-southeast-2');
});

test('a question that makes no sense is refused, and a name without records has no answer', async (t) => {
  const { url } = await startEmbedded(t);
  const status = async (query: string) =>
    (await signedFetch(`${url}/_local/resolve?${query}`)).status;
  t.is(await status('name=a.test&from=eu-west-1'), 404);
  t.is(await status('name=a.test&from=nowhere'), 400);
  t.is(await status('name=a.test'), 400);
  t.is(await status('name=a.test&from=eu-west-1&country=XX'), 400);
});
