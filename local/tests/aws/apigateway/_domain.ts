import {
  CreateDomainNameCommand,
  DeleteDomainNameCommand,
  type DomainName,
} from '@aws-sdk/client-api-gateway';
import type { ExecutionContext } from 'ava';

import type { Clients } from '../../_helpers/clients.ts';
import { requestCertificate, validate } from '../acm/_certificate.ts';
import { makeZone } from '../route53/_zone.ts';

/** An issued certificate for a name in a zone of its own. */
export async function issueCertificate(
  t: ExecutionContext,
  clients: Clients,
): Promise<{ readonly name: string; readonly arn: string; readonly zone: string }> {
  const zone = await makeZone(t, clients.route53);
  const name = `api.${zone.name}`;
  const arn = await requestCertificate(t, clients, name);
  await validate(clients, arn, zone.id);
  return { name, arn, zone: zone.id };
}

/** A regional domain with a certificate of its own, deleted with the test. */
export async function makeDomain(
  t: ExecutionContext,
  clients: Clients,
): Promise<DomainName & { readonly name: string }> {
  const { name, arn } = await issueCertificate(t, clients);
  const made = await clients.apigateway.send(
    new CreateDomainNameCommand({
      ...{ domainName: name, regionalCertificateArn: arn, securityPolicy: 'TLS_1_2' },
      endpointConfiguration: { types: ['REGIONAL'] },
    }),
  );
  t.teardown(() => clients.apigateway.send(new DeleteDomainNameCommand({ domainName: name })));
  return { ...made, name };
}
