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

const rightAccount =
  'sign in to the right account (aws:profile, or AWS_PROFILE=…), then run the command again';

/**
 * Waits for what is read while AWS is asked who calls, which saves a round trip. Where that is the wrong one, no
 * other error is told: they follow from it.
 */
export async function readBeside<T>(
  identity: Promise<Identity>,
  reading: Promise<T>,
): Promise<readonly [Identity, T]> {
  reading.catch(() => undefined);
  return [await identity, await reading];
}

/**
 * Asks AWS who calls.
 *
 * @throws {EnvironmentError} when the account is not one of `aws:allowedAccountIds`, or is one of
 *   `aws:forbiddenAccountIds`.
 */
export async function verifyIdentity(
  { sts }: Pick<Clients, 'sts'>,
  { stack, allowedAccountIds, forbiddenAccountIds }: Settings,
): Promise<Identity> {
  const { Account = '', Arn = '' } = await sts.send(new GetCallerIdentityCommand({}));
  if (allowedAccountIds.length > 0 && !allowedAccountIds.includes(Account)) {
    throw new EnvironmentError(
      `The credentials are those of account ${Account}, but stack ${stack} belongs to ${allowedAccountIds.join(' or ')}`,
      { text: rightAccount },
    );
  }
  if (forbiddenAccountIds.includes(Account)) {
    throw new EnvironmentError(
      `The credentials are those of account ${Account}, which stack ${stack} forbids`,
      { text: rightAccount },
    );
  }
  return { account: Account, arn: Arn };
}
