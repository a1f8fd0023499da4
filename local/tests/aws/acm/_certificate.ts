import {
  DeleteCertificateCommand,
  DescribeCertificateCommand,
  RequestCertificateCommand,
  type CertificateDetail,
} from '@aws-sdk/client-acm';
import type { ExecutionContext } from 'ava';

import type { Clients } from '../../_helpers/clients.ts';
import { change } from '../route53/_zone.ts';

/** A certificate that is not validated yet, deleted with the test. @returns its ARN */
export async function requestCertificate(
  t: ExecutionContext,
  { acm }: Clients,
  DomainName: string,
): Promise<string> {
  const { CertificateArn = '' } = await acm.send(
    new RequestCertificateCommand({ DomainName, ValidationMethod: 'DNS' }),
  );
  t.teardown(() => acm.send(new DeleteCertificateCommand({ CertificateArn })));
  return CertificateArn;
}

export async function describe(
  { acm }: Clients,
  CertificateArn: string,
): Promise<CertificateDetail> {
  const { Certificate } = await acm.send(new DescribeCertificateCommand({ CertificateArn }));
  return Certificate ?? {};
}

/** Sets the record that a certificate is validated by. */
export async function validate(clients: Clients, arn: string, zone: string): Promise<void> {
  const { DomainValidationOptions: [option] = [] } = await describe(clients, arn);
  const { Name, Value } = option?.ResourceRecord ?? {};
  await change(clients.route53, zone, {
    Action: 'UPSERT',
    ResourceRecordSet: { Name, Type: 'CNAME', TTL: 60, ResourceRecords: [{ Value }] },
  });
}
