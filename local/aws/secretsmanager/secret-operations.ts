import { randomBytes, randomUUID } from 'node:crypto';

import { z } from 'zod';

import { byName } from '../by-name.ts';
import { notImplemented } from '../not-implemented.ts';
import type { RpcOperation } from '../operation.ts';
import { tagList, toTagList } from '../rpc/fields.ts';
import {
  defineSecretsManager,
  invalidParameter,
  invalidRequest,
  resourceExists,
} from './errors.ts';
import { currentStage, forgetDeleted, requireLiveSecret, requireSecret } from './lookup.ts';
import type { Secret, SecretVersion } from './state.ts';
import { addVersion, stagesView } from './versions.ts';

const dayMs = 86_400_000;
const secretId = { SecretId: z.string().min(1).max(2048) };
/** What may be the value of a version. */
export const valueFields = {
  SecretString: z.string().max(65_536).optional(),
  SecretBinary: z.string().max(87_384).optional(),
  ClientRequestToken: z.string().min(32).max(64).optional(),
};
const described = {
  Description: z.string().max(2048).optional(),
  KmsKeyId: z.string().max(2048).optional(),
};
type Value = z.output<z.ZodObject<typeof valueFields>>;

const createSecret = defineSecretsManager({
  name: 'CreateSecret',
  writes: true,
  input: z.object({
    Name: z
      .string()
      .min(1)
      .max(512)
      .regex(
        /^[\w/+=.@-]+$/,
        'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
      ),
    Tags: tagList.prefault([]),
    AddReplicaRegions: z.array(z.unknown()).default([]),
    // Of replicas, of which there are none.
    ForceOverwriteReplicaSecret: z.boolean().optional(),
    ...described,
    ...valueFields,
  }),
  run: (input, region) => {
    const { Name, Description, KmsKeyId, Tags, AddReplicaRegions } = input;
    if (AddReplicaRegions.length > 0) {
      throw notImplemented('secretsmanager:CreateSecret with AddReplicaRegions');
    }
    forgetDeleted(region);
    const named = Object.values(region.state.secretsmanager.secrets).find(
      ({ name }) => name === Name,
    );
    const repeated = named && versionOfRequest(named, input);
    if (named !== undefined && repeated !== undefined) {
      return { ARN: named.arn, Name, VersionId: repeated.id };
    }
    if (named !== undefined) {
      throw named.deletedAt === undefined
        ? resourceExists(`The operation failed because the secret ${Name} already exists.`)
        : invalidRequest(
            "You can't create this secret because a secret with this name is already scheduled for deletion.",
          );
    }
    const now = region.now();
    const arn = `arn:aws:secretsmanager:${region.region}:${region.account}:secret:${Name}-${suffix()}`;
    const secret: Secret = {
      ...{ arn, name: Name, createdAt: now, changedAt: now, versions: [] },
      tags: byName(Tags),
      ...(Description !== undefined && { description: Description }),
      ...(KmsKeyId !== undefined && { kmsKeyId: KmsKeyId }),
    };
    const version = hasValue(input) ? addVersion(secret, newVersion(input, now)) : undefined;
    region.state.secretsmanager.secrets[arn] = secret;
    return {
      ARN: arn,
      Name,
      ...(version !== undefined && { VersionId: version.id }),
    };
  },
});

const updateSecret = defineSecretsManager({
  name: 'UpdateSecret',
  writes: true,
  input: z.object({ ...secretId, ...described, ...valueFields }),
  run: (input, region) => {
    const secret = requireLiveSecret(region, input.SecretId);
    const version = hasValue(input)
      ? addVersion(secret, newVersion(input, region.now()))
      : undefined;
    if (input.Description !== undefined) {
      secret.description = input.Description;
    }
    if (input.KmsKeyId !== undefined) {
      secret.kmsKeyId = input.KmsKeyId;
    }
    secret.changedAt = region.now();
    return {
      ARN: secret.arn,
      Name: secret.name,
      ...(version !== undefined && { VersionId: version.id }),
    };
  },
});

const describeSecret = defineSecretsManager({
  name: 'DescribeSecret',
  writes: false,
  input: z.object(secretId),
  run: ({ SecretId }, region) => secretView(requireSecret(region, SecretId)),
});

const deleteSecret = defineSecretsManager({
  name: 'DeleteSecret',
  writes: true,
  input: z.object({
    ...secretId,
    RecoveryWindowInDays: z.int().min(7).max(30).optional(),
    ForceDeleteWithoutRecovery: z.boolean().default(false),
  }),
  run: ({ SecretId, RecoveryWindowInDays, ForceDeleteWithoutRecovery }, region) => {
    if (ForceDeleteWithoutRecovery && RecoveryWindowInDays !== undefined) {
      throw invalidParameter(
        "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
      );
    }
    const secret = requireLiveSecret(region, SecretId);
    const windowMs = ForceDeleteWithoutRecovery ? 0 : (RecoveryWindowInDays ?? 30) * dayMs;
    secret.deletedAt = region.now() + windowMs;
    return { ARN: secret.arn, Name: secret.name, DeletionDate: new Date(secret.deletedAt) };
  },
});

const restoreSecret = defineSecretsManager({
  name: 'RestoreSecret',
  writes: true,
  input: z.object(secretId),
  run: ({ SecretId }, region) => {
    const secret = requireSecret(region, SecretId);
    delete secret.deletedAt;
    return { ARN: secret.arn, Name: secret.name };
  },
});

const getResourcePolicy = defineSecretsManager({
  name: 'GetResourcePolicy',
  writes: false,
  input: z.object(secretId),
  run: ({ SecretId }, region) => {
    const { arn, name } = requireSecret(region, SecretId);
    return { ARN: arn, Name: name };
  },
});

/** What a request that clients send again, as they got no answer, has made already. */
function versionOfRequest(secret: Secret, input: Value): SecretVersion | undefined {
  return secret.deletedAt === undefined && hasValue(input)
    ? secret.versions.find(
        ({ id, text, binary }) =>
          id === input.ClientRequestToken &&
          text === input.SecretString &&
          binary === input.SecretBinary,
      )
    : undefined;
}

const hasValue = ({ SecretString, SecretBinary }: Value): boolean =>
  SecretString !== undefined || SecretBinary !== undefined;

/** @throws {AwsError} `InvalidParameterException` 400 unless it has one value */
export function newVersion(
  { SecretString, SecretBinary, ClientRequestToken }: Value,
  createdAt: number,
  stages: readonly string[] = [currentStage],
): SecretVersion {
  if ((SecretString === undefined) === (SecretBinary === undefined)) {
    throw invalidParameter('You must provide either SecretString or SecretBinary.');
  }
  return {
    ...{ id: ClientRequestToken ?? randomUUID(), createdAt, stages: [...stages] },
    ...(SecretString !== undefined && { text: SecretString }),
    ...(SecretBinary !== undefined && { binary: SecretBinary }),
  };
}

function secretView(secret: Secret): Record<string, unknown> {
  const { arn, name, description, kmsKeyId, createdAt, changedAt, deletedAt, tags } = secret;
  return {
    ARN: arn,
    Name: name,
    CreatedDate: new Date(createdAt),
    LastChangedDate: new Date(changedAt),
    Tags: toTagList(tags),
    VersionIdsToStages: stagesView(secret),
    ...(description !== undefined && { Description: description }),
    ...(kmsKeyId !== undefined && { KmsKeyId: kmsKeyId }),
    ...(deletedAt !== undefined && { DeletedDate: new Date(deletedAt) }),
  };
}

/** The six characters at the end of an ARN. */
function suffix(): string {
  return randomBytes(3).toString('hex');
}

export const secretOperations: readonly RpcOperation[] = [
  createSecret,
  updateSecret,
  describeSecret,
  deleteSecret,
  restoreSecret,
  getResourcePolicy,
];
