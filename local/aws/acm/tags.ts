import { z } from 'zod';
import { withoutNames } from '../by-name.ts';
import type { RpcOperation } from '../operation.ts';
import { list, tagList, toTagList } from '../rpc/fields.ts';
import { defineAcm } from './errors.ts';
import { requireCertificate } from './lookup.ts';

const tagged = z.object({ CertificateArn: z.string().min(20).max(2048) });

const addTags = defineAcm({
  name: 'AddTagsToCertificate',
  writes: true,
  input: tagged.extend({ Tags: tagList }),
  run({ CertificateArn, Tags }, region) {
    Object.assign(requireCertificate(region, CertificateArn).tags, Tags);
    return {};
  },
});

const removeTags = defineAcm({
  name: 'RemoveTagsFromCertificate',
  writes: true,
  input: tagged.extend({ Tags: list(z.object({ Key: z.string() })) }),
  run({ CertificateArn, Tags }, region) {
    const certificate = requireCertificate(region, CertificateArn);
    certificate.tags = withoutNames(
      certificate.tags,
      Tags.map(({ Key }) => Key),
    );
    return {};
  },
});

const listTags = defineAcm({
  name: 'ListTagsForCertificate',
  writes: false,
  input: tagged,
  run: ({ CertificateArn }, region) => ({
    Tags: toTagList(requireCertificate(region, CertificateArn).tags),
  }),
});

export const tagOperations: readonly RpcOperation[] = [addTags, removeTags, listTags];
