import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Clients } from './clients.ts';
import { EnvironmentError } from '../errors.ts';
import type { Settings } from '../../stack/stack-file.ts';

/** Whose credentials the runner has. */
export interface Identity {
  /** Twelve digits. */
  readonly account: string;
  readonly arn: string;
}

/**
 * Asks AWS who calls.
 *
 * @throws {EnvironmentError} when the account is not one of `aws:allowedAccountIds`.
 */
export async function verifyIdentity(
  { sts }: Pick<Clients, 'sts'>,
  { stack, allowedAccountIds }: Settings,
): Promise<Identity> {
  const { Account = '', Arn = '' } = await sts.send(new GetCallerIdentityCommand({}));
  if (allowedAccountIds.length > 0 && !allowedAccountIds.includes(Account)) {
    throw new EnvironmentError(
      `The credentials are those of account ${Account}, but stack ${stack} belongs to ${allowedAccountIds.join(' or ')}`,
      { text: 'sign in to the right account (AWS_PROFILE=…), then run the command again' },
    );
  }
  return { account: Account, arn: Arn };
}
