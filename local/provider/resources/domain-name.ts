import type { PatchOperation } from '@aws-sdk/client-api-gateway';
import { z } from 'zod';
import { isIncluded } from '../equality.ts';
import { unlessMissing } from '../errors.ts';
import { defineResource, type Live } from '../resource.ts';
import { allTags, tagProperties } from '../tags.ts';
import { changeTags } from './api-gateway-tags.ts';

const schema = z.strictObject({
  certificateArn: z.string().optional(),
  domainName: z.string(),
  endpointConfiguration: z
    .strictObject({
      ipAddressType: z.enum(['ipv4', 'dualstack']).optional(),
      types: z.enum(['EDGE', 'REGIONAL']),
    })
    .optional(),
  region: z.string().optional(),
  regionalCertificateArn: z.string().optional(),
  securityPolicy: z.enum(['TLS_1_0', 'TLS_1_2']).optional(),
  tags: z.record(z.string(), z.string()).optional(),
});

/** Inputs that are one patch each. */
const patched = ['certificateArn', 'regionalCertificateArn', 'securityPolicy'] as const;

/** `aws:apigateway/domainName:DomainName`; its id is its name. */
export const domainName = defineResource({
  title: 'domain name',
  schema,
  outputs: [
    ...['arn', 'certificateUploadDate', 'cloudfrontDomainName', 'cloudfrontZoneId', 'domainNameId'],
    ...['regionalDomainName', 'regionalZoneId', 'routingMode', 'tagsAll'],
  ],
  replaceOn: ['domainName', 'endpointConfiguration', 'region'],
  chosenByAws: ['endpointConfiguration', 'region', 'securityPolicy'],
  equivalent: { endpointConfiguration: isIncluded },
  tagged: true,

  async create(region, inputs) {
    const { CreateDomainNameCommand } = await import('@aws-sdk/client-api-gateway');
    const client = await region.apiGateway;
    const { endpointConfiguration } = inputs;
    await client.send(
      new CreateDomainNameCommand({
        domainName: inputs.domainName,
        certificateArn: inputs.certificateArn,
        regionalCertificateArn: inputs.regionalCertificateArn,
        securityPolicy: inputs.securityPolicy,
        endpointConfiguration: endpointConfiguration && {
          ...endpointConfiguration,
          types: [endpointConfiguration.types],
        },
        tags: allTags(region, inputs.tags),
      }),
    );
    return inputs.domainName;
  },

  async read(region, id): Promise<Live | undefined> {
    const { GetDomainNameCommand } = await import('@aws-sdk/client-api-gateway');
    const client = await region.apiGateway;
    const live = await unlessMissing(client.send(new GetDomainNameCommand({ domainName: id })));
    if (live === undefined) {
      return undefined;
    }
    const { types, ipAddressType } = live.endpointConfiguration ?? {};
    return {
      id,
      properties: {
        arn: `arn:${region.partition}:apigateway:${region.name}::/domainnames/${id}`,
        certificateUploadDate: live.certificateUploadDate?.toISOString() ?? '',
        cloudfrontDomainName: live.distributionDomainName ?? '',
        cloudfrontZoneId: live.distributionHostedZoneId ?? '',
        domainName: live.domainName,
        domainNameId: live.domainNameId ?? '',
        endpointConfiguration: { types: types?.[0], ...(ipAddressType && { ipAddressType }) },
        regionalDomainName: live.regionalDomainName ?? '',
        regionalZoneId: live.regionalHostedZoneId ?? '',
        routingMode: live.routingMode ?? '',
        securityPolicy: live.securityPolicy,
        ...(live.certificateArn !== undefined && { certificateArn: live.certificateArn }),
        ...(live.regionalCertificateArn !== undefined && {
          regionalCertificateArn: live.regionalCertificateArn,
        }),
        ...tagProperties(region, live.tags),
      },
    };
  },

  async update(region, id, { inputs, changed, state }) {
    const patchOperations = patched
      .filter((name) => changed.has(name))
      .map((name): PatchOperation => ({
        op: 'replace',
        path: `/${name}`,
        value: inputs[name] ?? '',
      }));
    if (patchOperations.length > 0) {
      const { UpdateDomainNameCommand } = await import('@aws-sdk/client-api-gateway');
      const client = await region.apiGateway;
      await client.send(new UpdateDomainNameCommand({ domainName: id, patchOperations }));
    }
    if (changed.has('tagsAll')) {
      await changeTags(region, state, inputs.tags);
    }
  },

  async delete(region, id) {
    const { DeleteDomainNameCommand } = await import('@aws-sdk/client-api-gateway');
    const client = await region.apiGateway;
    await unlessMissing(client.send(new DeleteDomainNameCommand({ domainName: id })));
  },
});
