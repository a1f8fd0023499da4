import { CreateRoleCommand, type IAMClient } from '@aws-sdk/client-iam';

/** Lines of a shared credentials file; the embedded AWS of a test takes the account from the key. */
export const keysOf = (account: string): string =>
  `aws_access_key_id = ${account}\naws_secret_access_key = local\n`;

/**
 * @param trusted account or ARN that may assume it.
 * @returns its ARN.
 */
export async function createTrustedRole(
  iam: IAMClient,
  RoleName: string,
  trusted: string,
): Promise<string> {
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: trusted }, Action: 'sts:AssumeRole' }],
  };
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) }),
  );
  return Role?.Arn ?? '';
}
