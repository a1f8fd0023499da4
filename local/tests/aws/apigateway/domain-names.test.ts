import { DeleteCertificateCommand } from '@aws-sdk/client-acm';
import {
  CreateDomainNameCommand,
  DeleteDomainNameCommand,
  GetDomainNameCommand,
  GetDomainNamesCommand,
  GetTagsCommand,
  TagResourceCommand,
  UpdateDomainNameCommand,
  type CreateDomainNameRequest,
} from '@aws-sdk/client-api-gateway';
import test from 'ava';

import { failsWith } from '../../_helpers/aws-errors.ts';
import { region } from '../../_helpers/account.ts';
import { startEmbedded } from '../../_helpers/embedded.ts';
import { testEmbedded } from '../../_helpers/embedded-only.ts';
import { Clients } from '../../_helpers/clients.ts';
import { requestCertificate, validate } from '../acm/_certificate.ts';
import { issueCertificate, makeDomain } from './_domain.ts';

testEmbedded('a regional domain has a name that records can lead to', async (t) => {
  const { clients } = await startEmbedded(t);
  const { apigateway } = clients;
  const {
    name: domainName,
    regionalDomainName,
    regionalHostedZoneId,
  } = await makeDomain(t, clients);
  t.regex(regionalDomainName ?? '', /^d-\w{10}\.execute-api\.eu-west-1\.amazonaws\.com$/);
  t.is(regionalHostedZoneId, 'ZLY8HYME6SFDD');
  const read = await apigateway.send(new GetDomainNameCommand({ domainName }));
  t.like(read, { domainName, regionalDomainName, domainNameStatus: 'AVAILABLE' });
  t.deepEqual(read.endpointConfiguration?.types, ['REGIONAL']);
  const { items } = await apigateway.send(new GetDomainNamesCommand({}));
  t.true(items?.some((item) => item.domainName === domainName));

  const policy = { op: 'replace' as const, path: '/securityPolicy', value: 'TLS_1_0' };
  const updated = await apigateway.send(
    new UpdateDomainNameCommand({ domainName, patchOperations: [policy] }),
  );
  t.is(updated.securityPolicy, 'TLS_1_0');
  const resourceArn = `arn:aws:apigateway:${region}::/domainnames/${domainName}`;
  await apigateway.send(new TagResourceCommand({ resourceArn, tags: { a: '1' } }));
  t.deepEqual((await apigateway.send(new GetTagsCommand({ resourceArn }))).tags, { a: '1' });
});

testEmbedded('a domain that is there already is refused, and stays as it is', async (t) => {
  const { clients } = await startEmbedded(t);
  const { name: domainName, regionalCertificateArn } = await makeDomain(t, clients);
  const again = new CreateDomainNameCommand({
    ...{ domainName, regionalCertificateArn, endpointConfiguration: { types: ['REGIONAL'] } },
  });
  await failsWith(
    t,
    () => clients.apigateway.send(again),
    'BadRequestException',
    400,
    /The domain name you provided already exists/,
  );
  await failsWith(
    t,
    () =>
      clients.acm.send(new DeleteCertificateCommand({ CertificateArn: regionalCertificateArn })),
    'ResourceInUseException',
    400,
  );
});

testEmbedded('its certificate is issued, for the name, and of the region', async (t) => {
  const { clients } = await startEmbedded(t);
  const { name, arn } = await issueCertificate(t, clients);
  const create = (request: Partial<CreateDomainNameRequest>) => () =>
    clients.apigateway.send(
      new CreateDomainNameCommand({
        ...{ domainName: name, endpointConfiguration: { types: ['REGIONAL'] }, ...request },
      }),
    );
  const pending = await requestCertificate(t, clients, 'pending.example.test');
  const refused = async (request: Partial<CreateDomainNameRequest>, message: RegExp) =>
    failsWith(t, create(request), 'BadRequestException', 400, message);
  await refused({}, /Regional certificate ARN is required/);
  await refused({ regionalCertificateArn: pending }, /PENDING_VALIDATION/);
  await refused(
    { domainName: 'other.example.test', regionalCertificateArn: arn },
    /not covered by the provided certificate/,
  );
  await refused({ regionalCertificateArn: `${arn}x` }, /does not exist/);
  await refused(
    { certificateArn: arn, endpointConfiguration: { types: ['EDGE'] } },
    /must be in 'us-east-1'/,
  );
});

testEmbedded(
  'an edge-optimised domain leads to CloudFront, by a certificate of us-east-1',
  async (t) => {
    const { clients, url } = await startEmbedded(t);
    const { name: domainName, zone } = await issueCertificate(t, clients);
    const credentials = { accessKeyId: '123456789012', secretAccessKey: 'local' };
    const virginia = new Clients(url, 'us-east-1', credentials);
    t.teardown(() => virginia.destroy());
    const certificateArn = await requestCertificate(t, virginia, domainName);
    await validate(virginia, certificateArn, zone);
    const made = await clients.apigateway.send(
      new CreateDomainNameCommand({ domainName, certificateArn }),
    );
    t.regex(made.distributionDomainName ?? '', /^d\w+\.cloudfront\.net$/);
    t.is(made.distributionHostedZoneId, 'Z2FDTNDATAQYW2');
    t.is(made.regionalDomainName, undefined);
    await clients.apigateway.send(new DeleteDomainNameCommand({ domainName }));
  },
);

test('a domain that is not there is told', async (t) => {
  const { apigateway } = (await startEmbedded(t)).clients;
  await failsWith(
    t,
    () => apigateway.send(new GetDomainNameCommand({ domainName: 'none.example.test' })),
    'NotFoundException',
    404,
    /Invalid domain name identifier specified/,
  );
});
