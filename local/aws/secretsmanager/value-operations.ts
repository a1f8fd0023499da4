import { z } from 'zod';

import type { RpcOperation } from '../operation.ts';
import { defineSecretsManager } from './errors.ts';
import { requireLiveSecret, requireVersion } from './lookup.ts';
import { newVersion, valueFields } from './secret-operations.ts';
import { addVersion } from './versions.ts';

const secretId = { SecretId: z.string().min(1).max(2048) };

const putSecretValue = defineSecretsManager({
  name: 'PutSecretValue',
  writes: true,
  input: z.object({
    ...secretId,
    ...valueFields,
    VersionStages: z.array(z.string().min(1).max(256)).min(1).max(20).optional(),
  }),
  run: ({ SecretId, VersionStages, ...value }, region) => {
    const secret = requireLiveSecret(region, SecretId);
    const version = addVersion(secret, newVersion(value, region.now(), VersionStages));
    secret.changedAt = region.now();
    return {
      ...{ ARN: secret.arn, Name: secret.name },
      ...{ VersionId: version.id, VersionStages: version.stages },
    };
  },
});

const getSecretValue = defineSecretsManager({
  name: 'GetSecretValue',
  writes: false,
  input: z.object({
    ...secretId,
    VersionId: z.string().optional(),
    VersionStage: z.string().optional(),
  }),
  run: ({ SecretId, VersionId, VersionStage }, region) => {
    const secret = requireLiveSecret(region, SecretId);
    const { id, stages, createdAt, text, binary } = requireVersion(secret, VersionId, VersionStage);
    return {
      ...{ ARN: secret.arn, Name: secret.name, VersionId: id, VersionStages: stages },
      CreatedDate: new Date(createdAt),
      ...(text !== undefined && { SecretString: text }),
      ...(binary !== undefined && { SecretBinary: binary }),
    };
  },
});

export const valueOperations: readonly RpcOperation[] = [putSecretValue, getSecretValue];
