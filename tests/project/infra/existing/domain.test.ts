import { randomUUID } from 'node:crypto';
import {
  CreateBasePathMappingCommand,
  TagResourceCommand,
  type APIGatewayClient,
} from '@aws-sdk/client-api-gateway';
import { ChangeTagsForResourceCommand, CreateHealthCheckCommand } from '@aws-sdk/client-route-53';
import test, { type ExecutionContext } from 'ava';
import { findExisting } from '../../../../infra/existing/find-existing.ts';
import { TakenNameError } from '../../../../infra/existing/planned.ts';
import { region } from '../../../../local/tests/_helpers/account.ts';
import { makeDomain } from '../../../../local/tests/aws/apigateway/_domain.ts';
import { change, makeZone } from '../../../../local/tests/aws/route53/_zone.ts';
import { readDomains } from '../../../../runner/aws/domains.ts';
import { parseSettings } from '../../../../stack/settings.ts';
import { stackTag, toTags } from '../../../../stack/stack-tag.ts';
import { useEndpoint } from '../../behaviour/release/_runner-calls.ts';
import { createStack } from '../../behaviour/release/_stack.ts';

const tag = stackTag('gated-lambda-release', 'dev');

async function open(t: ExecutionContext) {
  const stack = await createStack(t);
  const { name, regionalDomainName = '' } = await makeDomain(t, stack.clients);
  useEndpoint(t, stack.url);
  const find = async (type: string, inputs: Readonly<Record<string, unknown>>) => {
    const planned = [{ type, name: 'it', inputs }];
    return (await findExisting(planned, { region }, tag))[0]?.found;
  };
  const map = (basePath: string, apiStage: string) =>
    stack.clients.apigateway.send(
      new CreateBasePathMappingCommand({
        ...{ domainName: name, basePath, stage: apiStage },
        restApiId: stack.outputs.restApiId,
      }),
    );
  return { ...stack, name, regionalDomainName, find, map };
}

function tagDomain(client: APIGatewayClient, name: string) {
  const resourceArn = `arn:aws:apigateway:${region}::/domainnames/${name}`;
  return client.send(new TagResourceCommand({ resourceArn, tags: toTags(tag) }));
}

test.serial(
  'a domain of another stack is refused by its name, and one of its own found',
  async (t) => {
    const { clients, name, find, map } = await open(t);
    const type = 'aws:apigateway/domainName:DomainName';
    await t.throwsAsync(find(type, { domainName: name }), {
      instanceOf: TakenNameError,
      message: new RegExp(`There is a domain name ${name} already, and it is not known as this`),
    });
    await tagDomain(clients.apigateway, name);
    t.deepEqual(await find(type, { domainName: name }), { id: name });
    t.is(await find(type, { domainName: 'other.example.test' }), undefined);

    const mapping = 'aws:apigateway/basePathMapping:BasePathMapping';
    t.is(await find(mapping, { domainName: name, basePath: 'v1' }), undefined);
    await map('v1', 'prod');
    t.deepEqual(await find(mapping, { domainName: name, basePath: 'v1' }), { id: `${name}/v1` });
    t.is(await find(mapping, {}), undefined, 'its domain is not known yet');
  },
);

test.serial(
  'a record that leads to the domain is found, and one that leads elsewhere is not',
  async (t) => {
    const { clients, regionalDomainName, find } = await open(t);
    const zone = await makeZone(t, clients.route53);
    const target = { HostedZoneId: 'ZLY8HYME6SFDD', EvaluateTargetHealth: false };
    await change(clients.route53, zone.id, {
      Action: 'CREATE',
      ResourceRecordSet: {
        ...{ Name: `api.${zone.name}`, Type: 'A' },
        AliasTarget: { ...target, DNSName: regionalDomainName },
      },
    });
    const inputs = (name: string, type = 'A') => ({
      ...{ zoneId: zone.id, name: `api.${zone.name}`, type },
      aliases: [{ name, zoneId: target.HostedZoneId, evaluateTargetHealth: false }],
    });
    const record = 'aws:route53/record:Record';
    t.deepEqual(await find(record, inputs(regionalDomainName)), {
      id: `${zone.id}_api.${zone.name}_A`,
    });
    t.is(await find(record, inputs('d-other.execute-api.eu-west-1.amazonaws.com')), undefined);
    t.is(await find(record, inputs(regionalDomainName, 'AAAA')), undefined);
  },
);

test.serial('of the health checks of a name it is the one with the tag', async (t) => {
  const { clients, find } = await open(t);
  const { route53 } = clients;
  const fqdn = 'eu-west-1.api.example.test';
  const make = async (name: string, tags: Readonly<Record<string, string>>) => {
    const { HealthCheck } = await route53.send(
      new CreateHealthCheckCommand({
        CallerReference: randomUUID(),
        HealthCheckConfig: { Type: 'HTTPS', FullyQualifiedDomainName: name },
      }),
    );
    const id = HealthCheck?.Id ?? '';
    await route53.send(
      new ChangeTagsForResourceCommand({
        ...{ ResourceType: 'healthcheck', ResourceId: id },
        AddTags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      }),
    );
    return id;
  };
  const check = 'aws:route53/healthCheck:HealthCheck';
  await make(fqdn, { Name: fqdn });
  await make(fqdn, toTags(stackTag('gated-lambda-release', 'another')));
  t.is(await find(check, { fqdn, type: 'HTTPS' }), undefined);
  const ours = await make(fqdn, toTags(tag));
  t.deepEqual(await find(check, { fqdn, type: 'HTTPS' }), { id: ours });
  t.is(await find(check, { fqdn: `us-east-1.${fqdn}` }), undefined);
  t.is(await find(check, { type: 'CALCULATED' }), undefined);
});

test.serial('without Pulumi, a target is called by the address that leads to it', async (t) => {
  const { clients, url, outputs, name, map } = await open(t);
  await map('v1', 'prod');
  const read = (targets: object, endpoint?: string) =>
    readDomains(
      clients.apigateway,
      parseSettings({ function: { name: 'greeting' }, domain: { targets }, endpoint }),
      outputs.restApiId,
      { region: 'eu-west-1', isHome: true },
    );
  const address = `${name}/v1`;
  const onAws = await read({ prod: address });
  t.like(onAws.outputsOf('prod'), { domain: address, url: `https://${address}` });
  t.regex(onAws.outputsOf('prod').connectTo ?? '', /^d-\w+\.execute-api\./);
  const here = await read({ prod: address }, url);
  t.deepEqual(here.outputsOf('prod'), { domain: address, url: `${url}/_aws/domains/${address}` });
  const led = { stage: address, prod: `${name}/v2` };
  for (const apiStage of ['stage', 'prod']) {
    t.deepEqual((await read(led)).outputsOf(apiStage), {}, 'it leads elsewhere, or nowhere');
  }
});
