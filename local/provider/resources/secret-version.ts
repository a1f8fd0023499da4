import { z } from 'zod';
import { isAwsError, ProviderError, unlessMissing } from '../errors.ts';
import { defineResource, type Live } from '../resource.ts';

const schema = z.strictObject({
  region: z.string().optional(),
  secretBinary: z.string().optional(),
  secretId: z.string(),
  secretString: z.string().optional(),
});

/** Between the secret's ARN and the version in an id, as the official provider forms it. */
const separator = '|';

/** `aws:secretsmanager/secretVersion:SecretVersion`. Another value is another version. */
export const secretVersion = defineResource({
  title: 'secret version',
  schema,
  outputs: ['arn', 'versionId', 'versionStages'],
  replaceOn: ['region', 'secretBinary', 'secretId', 'secretString'],
  chosenByAws: ['region'],
  exactlyOneOf: ['secretBinary', 'secretString'],

  async create(region, { secretId, secretString, secretBinary }) {
    const { PutSecretValueCommand } = await import('@aws-sdk/client-secrets-manager');
    const client = await region.secretsManager;
    const { ARN, VersionId } = await client.send(
      new PutSecretValueCommand({
        SecretId: secretId,
        ...(secretString !== undefined && { SecretString: secretString }),
        ...(secretBinary !== undefined && { SecretBinary: Buffer.from(secretBinary, 'base64') }),
      }),
    );
    if (ARN === undefined || VersionId === undefined) {
      throw new ProviderError('Secrets Manager answered without an ARN and a version');
    }
    return `${ARN}${separator}${VersionId}`;
  },

  async read(region, id, known): Promise<Live | undefined> {
    const [SecretId = '', VersionId] = id.split(separator);
    const { GetSecretValueCommand } = await import('@aws-sdk/client-secrets-manager');
    const client = await region.secretsManager;
    const value = client.send(new GetSecretValueCommand({ SecretId, VersionId }));
    const live = await unlessMissing(value).catch((error: unknown) => {
      // A secret that waits for its end has no values any more.
      if (isAwsError(error, 'InvalidRequestException')) {
        return undefined;
      }
      throw error;
    });
    if (live === undefined) {
      return undefined;
    }
    const { ARN, SecretString, SecretBinary, VersionStages } = live;
    return {
      id,
      properties: {
        ...{ arn: ARN, versionId: live.VersionId, versionStages: VersionStages },
        secretId: known.secretId ?? ARN,
        ...(SecretString !== undefined && { secretString: SecretString }),
        ...(SecretBinary !== undefined && {
          secretBinary: Buffer.from(SecretBinary).toString('base64'),
        }),
      },
    };
  },

  // A version goes with its secret, or when later ones have taken its stages.
  delete: async () => undefined,
});
