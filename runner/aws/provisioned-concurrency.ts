import {
  DeleteProvisionedConcurrencyConfigCommand,
  GetProvisionedConcurrencyConfigCommand,
  PutProvisionedConcurrencyConfigCommand,
  type LambdaClient,
} from '@aws-sdk/client-lambda';
import { isAwsError } from './aws-errors.ts';
import { whileLeased, type Lease } from './lease.ts';

/** The provisioned concurrency of an alias, as it was read. */
export interface ProvisionedConcurrency {
  /** Environments that are to be kept ready. */
  readonly requested: number;
  readonly status: 'IN_PROGRESS' | 'READY' | 'FAILED';
  /** Why it failed, as Lambda says it. */
  readonly reason: string | undefined;
}

/** @returns undefined when the alias has none. */
export async function findProvisionedConcurrency(
  lambda: LambdaClient,
  functionName: string,
  alias: string,
): Promise<ProvisionedConcurrency | undefined> {
  try {
    const answer = await lambda.send(
      new GetProvisionedConcurrencyConfigCommand({ FunctionName: functionName, Qualifier: alias }),
    );
    return {
      requested: answer.RequestedProvisionedConcurrentExecutions ?? 0,
      status: answer.Status ?? 'IN_PROGRESS',
      reason: answer.StatusReason,
    };
  } catch (error) {
    if (isAwsError(error, 'ProvisionedConcurrencyConfigNotFoundException')) {
      return undefined;
    }
    throw error;
  }
}

/**
 * Asks for another amount, which Lambda then allocates; 0 takes the provisioned concurrency away. Lambda
 * knows no precondition here, so it is sent only while nobody else writes; it can be repeated.
 *
 * @param alias at a published version, and without weights (trap D27).
 */
export async function setProvisionedConcurrency(
  lambda: LambdaClient,
  functionName: string,
  alias: string,
  amount: number,
  lease?: Lease,
): Promise<void> {
  const named = { FunctionName: functionName, Qualifier: alias };
  await whileLeased(lease, async (options) =>
    amount === 0
      ? lambda.send(new DeleteProvisionedConcurrencyConfigCommand(named), options)
      : lambda.send(
          new PutProvisionedConcurrencyConfigCommand({
            ...named,
            ProvisionedConcurrentExecutions: amount,
          }),
          options,
        ),
  );
}
