import { z } from 'zod';
import { withoutNames } from '../by-name.ts';
import type { RpcOperation } from '../operation.ts';
import { tagList } from '../rpc/fields.ts';
import { defineSecretsManager } from './errors.ts';
import { requireLiveSecret } from './lookup.ts';

const secretId = { SecretId: z.string().min(1).max(2048) };

const tagResource = defineSecretsManager({
  name: 'TagResource',
  writes: true,
  input: z.object({ ...secretId, Tags: tagList }),
  run: ({ SecretId, Tags }, region) => {
    Object.assign(requireLiveSecret(region, SecretId).tags, Tags);
    return {};
  },
});

const untagResource = defineSecretsManager({
  name: 'UntagResource',
  writes: true,
  input: z.object({ ...secretId, TagKeys: z.array(z.string()) }),
  run: ({ SecretId, TagKeys }, region) => {
    const secret = requireLiveSecret(region, SecretId);
    secret.tags = withoutNames(secret.tags, TagKeys);
    return {};
  },
});

export const tagOperations: readonly RpcOperation[] = [tagResource, untagResource];
