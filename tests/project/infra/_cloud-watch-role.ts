import { UpdateAccountCommand } from '@aws-sdk/client-api-gateway';
import { CreateRoleCommand } from '@aws-sdk/client-iam';
import type { Clients } from '../../../local/tests/_helpers/clients.ts';

/** The trust policy of a role that API Gateway may assume. */
export const trustApiGateway = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'apigateway.amazonaws.com' },
      Action: 'sts:AssumeRole',
    },
  ],
});

/** Lets API Gateway write logs, in the clients' region, with a role of this name. */
export async function giveCloudWatchRole(
  { iam, apigateway }: Clients,
  RoleName = 'api-gateway-logs',
): Promise<void> {
  const role = { RoleName, AssumeRolePolicyDocument: trustApiGateway };
  const { Role } = await iam.send(new CreateRoleCommand(role));
  const value = Role?.Arn ?? '';
  const patch = { op: 'replace', path: '/cloudwatchRoleArn', value } as const;
  await apigateway.send(new UpdateAccountCommand({ patchOperations: [patch] }));
}
