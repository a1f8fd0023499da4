import { z } from 'zod';
import { ProviderError } from '../errors.ts';
import { defineResource, type Live } from '../resource.ts';
import { readCertificate } from './certificate.ts';

const schema = z.strictObject({
  certificateArn: z.string(),
  region: z.string().optional(),
  validationRecordFqdns: z.array(z.string()).optional(),
});

/**
 * `aws:acm/certificateValidation:CertificateValidation`: nothing on AWS, but it is made once the certificate is
 * issued. The embedded AWS issues one with the record that validates it, so there is nothing to wait for.
 */
export const certificateValidation = defineResource({
  title: 'validation of a certificate',
  schema,
  outputs: [],
  replaceOn: ['certificateArn', 'region', 'validationRecordFqdns'],
  chosenByAws: ['region'],
  notReadable: ['validationRecordFqdns'],

  async create(region, { certificateArn }) {
    const live = await readCertificate(region, certificateArn);
    if (live?.Status !== 'ISSUED') {
      throw new ProviderError(
        `the certificate ${certificateArn} is not issued, but ${live?.Status ?? 'gone'}`,
      );
    }
    return live.IssuedAt?.toISOString() ?? certificateArn;
  },

  async read(region, id, { certificateArn }): Promise<Live | undefined> {
    const arn = typeof certificateArn === 'string' ? certificateArn : id;
    const live = await readCertificate(region, arn);
    return live?.Status === 'ISSUED' ? { id, properties: { certificateArn: arn } } : undefined;
  },

  delete: () => Promise.resolve(),
});
