import type { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { isAwsError } from '../../aws/aws-errors.ts';
import type { AwsPlace } from '../../../stack/sign-in/resolve-credentials.ts';
import { byProxy } from '../../../stack/sign-in/by-proxy.ts';
import { createClients } from '../../aws/clients.ts';

export interface VerifyClients {
  readonly lambda: LambdaClient;
  readonly apiGateway: APIGatewayClient;
  readonly iam: IAMClient;
  /** Each of its calls comes on a connection of its own, so to any host of AWS. */
  readonly invoking: LambdaClient;
}

export function createVerifyClients(place: AwsPlace): VerifyClients {
  const { region, endpoint } = place;
  const { lambda, apiGateway } = createClients(place);
  const { credentials } = lambda.config;
  const options = { region, credentials, maxAttempts: 6, ...(endpoint && { endpoint }) };
  const { httpAgent, httpsAgent } = byProxy();
  const keepAlive = false;
  return {
    lambda,
    apiGateway,
    iam: new IAMClient({ ...options, requestHandler: { httpAgent, httpsAgent } }),
    invoking: new LambdaClient({
      ...options,
      requestHandler: {
        httpAgent: { ...httpAgent, keepAlive },
        httpsAgent: { ...httpsAgent, keepAlive },
      },
    }),
  };
}

/** How often AWS answered that it was called too often, by operation: `UpdateStage`. */
export type Throttles = Map<string, number>;

/**
 * Counts what AWS throttles, also what the SDK tries again by itself.
 *
 * @returns the count, which goes on.
 */
export function countThrottles({ lambda, apiGateway, iam, invoking }: VerifyClients): Throttles {
  const throttles: Throttles = new Map();
  const count = <A extends object, R>(
    next: (args: A) => Promise<R>,
    { commandName = '' }: { commandName?: string },
  ) => {
    const operation = commandName.replace(/Command$/, '');
    return (args: A) =>
      next(args).catch((error: unknown) => {
        if (isThrottled(error)) {
          throttles.set(operation, (throttles.get(operation) ?? 0) + 1);
        }
        throw error;
      });
  };
  // Behind what tries again, which is in the same step with a higher priority.
  const place = { step: 'finalizeRequest', priority: 'low', name: 'countThrottles' } as const;
  lambda.middlewareStack.add(count, place);
  apiGateway.middlewareStack.add(count, place);
  iam.middlewareStack.add(count, place);
  invoking.middlewareStack.add(count, place);
  return throttles;
}

const throttlings = [
  'TooManyRequestsException',
  'Throttling',
  'ThrottlingException',
  'ProvisionedConcurrencyTooManyRequests',
];

function isThrottled(error: unknown): boolean {
  return isAwsError(error, ...throttlings);
}
