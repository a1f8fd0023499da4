import { randomUUID } from 'node:crypto';

import { DeleteCertificateCommand, RequestCertificateCommand } from '@aws-sdk/client-acm';
import { CreateHostedZoneCommand } from '@aws-sdk/client-route-53';
import test from 'ava';

import { failsWith } from '../../_helpers/aws-errors.ts';
import { startEmbedded } from '../../_helpers/embedded.ts';
import { testEmbedded } from '../../_helpers/embedded-only.ts';
import { change, makeZone } from '../route53/_zone.ts';
import { describe, requestCertificate, validate } from './_certificate.ts';

test('a certificate is pending, and says which record proves the name', async (t) => {
  const { clients } = await startEmbedded(t);
  const name = `api.${randomUUID()}.test`;
  const arn = await requestCertificate(t, clients, name);
  t.regex(arn, /^arn:aws:acm:[\w-]+:\d{12}:certificate\/[\da-f-]{36}$/);
  const certificate = await describe(clients, arn);
  t.like(certificate, { Status: 'PENDING_VALIDATION', DomainName: name, InUseBy: [] });
  const [option] = certificate.DomainValidationOptions ?? [];
  t.like(option, { DomainName: name, ValidationMethod: 'DNS' });
  t.is(option?.ResourceRecord?.Type, 'CNAME');
  t.true(option?.ResourceRecord?.Name?.endsWith(`.${name}.`));
});

testEmbedded('it is issued once that record stands in a public zone, and stays so', async (t) => {
  const { clients } = await startEmbedded(t);
  const { route53 } = clients;
  const { id, name } = await makeZone(t, route53);
  const arn = await requestCertificate(t, clients, `api.${name}`);
  await validate(clients, arn, id);
  const issued = await describe(clients, arn);
  t.is(issued.Status, 'ISSUED');
  t.true(issued.IssuedAt instanceof Date);
  const { Name, Value } = issued.DomainValidationOptions?.[0]?.ResourceRecord ?? {};
  await change(route53, id, {
    Action: 'DELETE',
    ResourceRecordSet: { Name, Type: 'CNAME', TTL: 60, ResourceRecords: [{ Value }] },
  });
  t.is((await describe(clients, arn)).Status, 'ISSUED');
});

testEmbedded('a private zone proves nothing', async (t) => {
  const { clients } = await startEmbedded(t);
  const name = `${randomUUID()}.test`;
  const { HostedZone } = await clients.route53.send(
    new CreateHostedZoneCommand({
      ...{ Name: name, CallerReference: randomUUID() },
      VPC: { VPCId: 'vpc-1', VPCRegion: 'eu-west-1' },
    }),
  );
  const arn = await requestCertificate(t, clients, name);
  await validate(clients, arn, HostedZone?.Id ?? '');
  t.is((await describe(clients, arn)).Status, 'PENDING_VALIDATION');
});

test('the same request within an hour is the same certificate', async (t) => {
  const { clients } = await startEmbedded(t);
  const request = (IdempotencyToken: string) =>
    clients.acm.send(
      new RequestCertificateCommand({
        ...{ DomainName: 'api.example.test', ValidationMethod: 'DNS', IdempotencyToken },
      }),
    );
  const first = await request('one');
  t.is((await request('one')).CertificateArn, first.CertificateArn);
  const other = await request('two');
  t.not(other.CertificateArn, first.CertificateArn);
  for (const { CertificateArn } of [first, other]) {
    await clients.acm.send(new DeleteCertificateCommand({ CertificateArn }));
  }
  await failsWith(
    t,
    () => describe(clients, first.CertificateArn ?? ''),
    'ResourceNotFoundException',
    400,
  );
});
