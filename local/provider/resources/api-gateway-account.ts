import { z } from 'zod';
import type { AwsRegion } from '../aws-region.ts';
import { isAwsError } from '../errors.ts';
import { defineResource, type Live } from '../resource.ts';
import { repeatWhileTooEarly } from '../settling.ts';

// Until the role's own policy is there, which Pulumi may be making at the same time.
const roleTimeoutMs = 10_000;
const accountId = 'api-gateway-account';

const schema = z.strictObject({
  cloudwatchRoleArn: z.string().optional(),
  region: z.string().optional(),
});

/**
 * `aws:apigateway/account:Account`: the one per account and region. Deleting it takes the CloudWatch role
 * away, as the official provider does since version 7 (trap D15).
 */
export const apiGatewayAccount = defineResource({
  title: 'API Gateway account',
  schema,
  outputs: ['apiKeyVersion', 'features', 'throttleSettings'],
  replaceOn: ['region'],
  chosenByAws: ['region'],

  async create(region, { cloudwatchRoleArn }) {
    await setRole(region, cloudwatchRoleArn ?? '');
    return accountId;
  },

  async read(region): Promise<Live> {
    const { GetAccountCommand } = await import('@aws-sdk/client-api-gateway');
    const live = await (await region.apiGateway).send(new GetAccountCommand({}));
    const { burstLimit, rateLimit } = live.throttleSettings ?? {};
    return {
      id: accountId,
      properties: {
        cloudwatchRoleArn: live.cloudwatchRoleArn ?? '',
        apiKeyVersion: live.apiKeyVersion,
        features: live.features ?? [],
        throttleSettings: [{ burstLimit: burstLimit ?? 0, rateLimit: rateLimit ?? 0 }],
      },
    };
  },

  async update(region, _id, { inputs, changed }) {
    if (changed.has('cloudwatchRoleArn')) {
      await setRole(region, inputs.cloudwatchRoleArn ?? '');
    }
  },

  async delete(region) {
    await setRole(region, '');
  },
});

async function setRole(region: AwsRegion, arn: string): Promise<void> {
  const { UpdateAccountCommand } = await import('@aws-sdk/client-api-gateway');
  const client = await region.apiGateway;
  const command = new UpdateAccountCommand({
    patchOperations: [{ op: 'replace', path: '/cloudwatchRoleArn', value: arn }],
  });
  await repeatWhileTooEarly(
    async () => client.send(command),
    isRoleNotReady,
    roleTimeoutMs,
    region.signal,
  );
}

// API Gateway has no error of its own for it: only the message tells it from a wrong parameter.
function isRoleNotReady(error: unknown): boolean {
  return (
    isAwsError(error, 'BadRequestException') &&
    error instanceof Error &&
    /role ARN does not have required permissions|could not successfully write to CloudWatch Logs/.test(
      error.message,
    )
  );
}
