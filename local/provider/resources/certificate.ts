import { z } from 'zod';
import type { AwsRegion } from '../aws-region.ts';
import { unlessMissing } from '../errors.ts';
import type { Properties } from '../properties.ts';
import { defineResource, type Live } from '../resource.ts';
import { poll } from '../settling.ts';
import { allTags, tagChanges, tagProperties } from '../tags.ts';

const schema = z.strictObject({
  domainName: z.string(),
  keyAlgorithm: z.string().optional(),
  region: z.string().optional(),
  subjectAlternativeNames: z.array(z.string()).optional(),
  tags: z.record(z.string(), z.string()).optional(),
  validationMethod: z.literal('DNS').optional(),
});

/** ACM makes the records that validate a certificate after the certificate. */
const recordsMs = 60_000;

/** `aws:acm/certificate:Certificate`, validated by DNS; its id is its ARN. */
export const certificate = defineResource({
  title: 'certificate',
  schema,
  outputs: ['arn', 'domainValidationOptions', 'notAfter', 'notBefore', 'status', 'tagsAll', 'type'],
  replaceOn: [
    'domainName',
    'keyAlgorithm',
    'region',
    'subjectAlternativeNames',
    'validationMethod',
  ],
  chosenByAws: ['keyAlgorithm', 'region', 'subjectAlternativeNames'],
  tagged: true,

  async create(region, inputs) {
    const { RequestCertificateCommand } = await import('@aws-sdk/client-acm');
    const client = await region.acm;
    const tags = Object.entries(allTags(region, inputs.tags));
    const { CertificateArn = '' } = await client.send(
      new RequestCertificateCommand({
        DomainName: inputs.domainName,
        ValidationMethod: inputs.validationMethod,
        SubjectAlternativeNames: inputs.subjectAlternativeNames,
        ...(tags.length > 0 && { Tags: tags.map(([Key, Value]) => ({ Key, Value })) }),
      }),
    );
    return CertificateArn;
  },

  async complete(region, id) {
    const ask = async () => {
      const live = await readCertificate(region, id);
      const options = live?.DomainValidationOptions ?? [];
      return options.length > 0 && options.every(({ ResourceRecord }) => ResourceRecord)
        ? live
        : undefined;
    };
    await poll(ask, 'the records that validate it', recordsMs, region.signal);
  },

  async read(region, id): Promise<Live | undefined> {
    const live = await readCertificate(region, id);
    if (live === undefined) {
      return undefined;
    }
    const { ListTagsForCertificateCommand } = await import('@aws-sdk/client-acm');
    const client = await region.acm;
    const { Tags = [] } = await client.send(
      new ListTagsForCertificateCommand({ CertificateArn: id }),
    );
    const tags = Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value]));
    return {
      id,
      properties: {
        arn: id,
        domainName: live.DomainName,
        domainValidationOptions: (live.DomainValidationOptions ?? []).map(
          ({ DomainName, ResourceRecord }) => ({
            domainName: DomainName,
            resourceRecordName: ResourceRecord?.Name ?? '',
            resourceRecordType: ResourceRecord?.Type ?? '',
            resourceRecordValue: ResourceRecord?.Value ?? '',
          }),
        ),
        keyAlgorithm: live.KeyAlgorithm?.replace('-', '_'),
        notAfter: live.NotAfter?.toISOString() ?? '',
        notBefore: live.NotBefore?.toISOString() ?? '',
        status: live.Status,
        subjectAlternativeNames: live.SubjectAlternativeNames ?? [],
        type: live.Type,
        validationMethod: 'DNS',
        ...tagProperties(region, tags),
      },
    };
  },

  async update(region, id, { inputs, changed, state }) {
    if (changed.has('tagsAll')) {
      await changeTags(region, id, state, inputs.tags);
    }
  },

  async delete(region, id) {
    const { DeleteCertificateCommand } = await import('@aws-sdk/client-acm');
    const client = await region.acm;
    await unlessMissing(client.send(new DeleteCertificateCommand({ CertificateArn: id })));
  },
});

/** As ACM describes it; undefined when it is gone. */
export async function readCertificate(region: AwsRegion, CertificateArn: string) {
  const { DescribeCertificateCommand } = await import('@aws-sdk/client-acm');
  const client = await region.acm;
  const live = await unlessMissing(client.send(new DescribeCertificateCommand({ CertificateArn })));
  return live?.Certificate;
}

async function changeTags(
  region: AwsRegion,
  CertificateArn: string,
  state: Properties,
  tags: Readonly<Record<string, string>> | undefined,
): Promise<void> {
  const { AddTagsToCertificateCommand, RemoveTagsFromCertificateCommand } =
    await import('@aws-sdk/client-acm');
  const client = await region.acm;
  const { set, removed } = tagChanges(state, allTags(region, tags));
  if (removed.length > 0) {
    const Tags = removed.map((Key) => ({ Key }));
    await client.send(new RemoveTagsFromCertificateCommand({ CertificateArn, Tags }));
  }
  const Tags = Object.entries(set).map(([Key, Value]) => ({ Key, Value }));
  if (Tags.length > 0) {
    await client.send(new AddTagsToCertificateCommand({ CertificateArn, Tags }));
  }
}
