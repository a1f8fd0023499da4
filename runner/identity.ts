import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Clients } from './aws/clients.ts';
import { EnvironmentError } from './errors.ts';
import type { Settings } from './settings.ts';

/**
 * Asks AWS who calls.
 *
 * @returns the account's id, twelve digits.
 * @throws {EnvironmentError} when the account is not one of `aws:allowedAccountIds`.
 */
export async function verifyIdentity(
  { sts }: Pick<Clients, 'sts'>,
  { stack, allowedAccountIds }: Settings,
): Promise<string> {
  const { Account = '' } = await sts.send(new GetCallerIdentityCommand({}));
  if (allowedAccountIds.length > 0 && !allowedAccountIds.includes(Account)) {
    throw new EnvironmentError(
      `The credentials are those of account ${Account}, but stack ${stack} belongs to ${allowedAccountIds.join(' or ')}`,
      'sign in to the right account (AWS_PROFILE=…), then run the command again',
    );
  }
  return Account;
}
