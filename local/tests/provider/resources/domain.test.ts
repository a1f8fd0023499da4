import { randomUUID } from 'node:crypto';

import { CreateHostedZoneCommand } from '@aws-sdk/client-route-53';
import test, { type ExecutionContext } from 'ava';
import { deploy, importApi } from '../../aws/apigateway/_api.ts';
import { startWorkbench, type Made } from '../_helpers/provider-on.ts';

const certificateType = 'aws:acm/certificate:Certificate';
const validationType = 'aws:acm/certificateValidation:CertificateValidation';
const recordType = 'aws:route53/record:Record';

async function prepare(t: ExecutionContext) {
  const bench = await startWorkbench(t);
  const { route53 } = bench.clients;
  const zone = async (vpc: boolean) =>
    route53.send(
      new CreateHostedZoneCommand({
        ...{ Name: 'example.test', CallerReference: randomUUID() },
        ...(vpc && { VPC: { VPCId: 'vpc-1', VPCRegion: 'eu-west-1' as const } }),
      }),
    );
  await zone(true);
  const { HostedZone } = await zone(false);
  const zoneId = HostedZone?.Id?.replace('/hostedzone/', '') ?? '';
  const certificate = await bench.make(certificateType, {
    ...{ domainName: 'api.example.test', validationMethod: 'DNS', tags: { a: '1' } },
  });
  return { ...bench, zoneId, certificate };
}

function validationRecord({ state }: Made, zoneId: string) {
  const [option] = state.domainValidationOptions as readonly Record<string, string>[];
  return {
    ...{ zoneId, name: option?.resourceRecordName ?? '', type: 'CNAME', ttl: 60 },
    records: [option?.resourceRecordValue ?? ''],
  };
}

test('a public zone is found by its name, and the private one beside it passed over', async (t) => {
  const { provider, zoneId } = await prepare(t);
  const found = await provider.invoke('aws:route53/getZone:getZone', { name: 'example.test' });
  t.like(found, { zoneId, name: 'example.test', privateZone: false });
  await t.throwsAsync(provider.invoke('aws:route53/getZone:getZone', { name: 'none.test' }), {
    message: /no matching Route 53 Hosted Zone found/,
  });
});

test('a certificate is validated once its record stands', async (t) => {
  const bench = await prepare(t);
  const { certificate, zoneId } = bench;
  const asked = { certificateArn: certificate.id };
  await t.throwsAsync(bench.make(validationType, asked), { message: /PENDING_VALIDATION/ });
  const record = await bench.make(recordType, validationRecord(certificate, zoneId));
  t.deepEqual(await bench.changes(record, record.inputs), []);
  const validation = await bench.make(validationType, asked);
  t.deepEqual(await bench.changes(validation, asked), []);
  t.is((await bench.refresh(certificate))?.state.status, 'ISSUED');
  const tagged = await bench.edit(certificate, { ...certificate.inputs, tags: { b: '2' } });
  t.deepEqual(tagged.state.tagsAll, { b: '2' });
});

test('a domain with its mapping and records: made, edited in place, imported, deleted', async (t) => {
  const bench = await prepare(t);
  const { certificate, zoneId, clients, provider } = bench;
  await bench.make(recordType, validationRecord(certificate, zoneId));
  const restApi = await importApi(t, clients.apigateway);
  for (const stage of ['stage', 'prod']) {
    await deploy(clients.apigateway, restApi, stage);
  }
  const domain = await bench.make('aws:apigateway/domainName:DomainName', {
    ...{ domainName: 'api.example.test', regionalCertificateArn: certificate.id },
    ...{ securityPolicy: 'TLS_1_2', endpointConfiguration: { types: 'REGIONAL' } },
  });
  t.deepEqual(await bench.changes(domain, domain.inputs), []);
  const edited = await bench.edit(domain, { ...domain.inputs, tags: { a: '1' } });
  t.deepEqual(edited.state.tagsAll, { a: '1' });
  const mapping = await bench.make('aws:apigateway/basePathMapping:BasePathMapping', {
    ...{ domainName: 'api.example.test', restApi, stageName: 'stage' },
  });
  t.is(mapping.id, 'api.example.test/');
  t.deepEqual(await bench.changes(mapping, mapping.inputs), []);
  const moved = await bench.edit(mapping, { ...mapping.inputs, stageName: 'prod' });
  t.is(moved.state.stageName, 'prod');
  const alias = await bench.make(recordType, {
    ...{ zoneId, name: 'api.example.test', type: 'AAAA' },
    aliases: [
      {
        ...{ name: domain.state.regionalDomainName, zoneId: domain.state.regionalZoneId },
        evaluateTargetHealth: false,
      },
    ],
  });
  t.is(alias.id, `${zoneId}_api.example.test_AAAA`);
  t.deepEqual(await bench.changes(alias, alias.inputs), []);
  for (const made of [alias, mapping, domain]) {
    const live = await provider.read({ urn: made.urn, id: made.id, state: {} }, {});
    t.is(live?.id, made.id);
    await provider.delete(made);
    await t.notThrowsAsync(provider.delete(made));
  }
  t.is(await bench.refresh(domain), undefined);
});

test('a record of somebody else is not overwritten', async (t) => {
  const bench = await prepare(t);
  const asked = { zoneId: bench.zoneId, name: 'a.example.test', type: 'A', ttl: 60 };
  await bench.make(recordType, { ...asked, records: ['192.0.2.1'] });
  await t.throwsAsync(bench.make(recordType, { ...asked, records: ['192.0.2.2'] }, 'other'), {
    message: /already exists/,
  });
});
