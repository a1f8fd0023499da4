import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { STSClient } from '@aws-sdk/client-sts';
import { isCredentialsRefusal } from './aws-errors.ts';
import { shareCredentials } from './credentials.ts';
import { resolveCredentials, type AwsPlace } from '../../stack/sign-in/resolve-credentials.ts';

export interface Clients {
  readonly lambda: LambdaClient;
  readonly apiGateway: APIGatewayClient;
  readonly logs: CloudWatchLogsClient;
  readonly cloudWatch: CloudWatchClient;
  readonly sts: STSClient;
}

/**
 * SDK clients for a stack. They retry throttled and lost calls (trap D29), so a write may have
 * happened although its answer says that its precondition failed: see `alias.ts`. Credentials that AWS
 * refuses are resolved anew, once a call.
 */
export function createClients(place: AwsPlace): Clients {
  const { region, endpoint } = place;
  const credentials = shareCredentials(() => resolveCredentials(place));
  const options = {
    region,
    credentials,
    ...(endpoint !== undefined && { endpoint }),
    maxAttempts: 6,
    retryMode: 'standard',
    requestHandler: {
      connectionTimeout: 5_000,
      requestTimeout: 30_000,
      throwOnRequestTimeout: true,
    },
  };
  const clients = {
    lambda: new LambdaClient(options),
    apiGateway: new APIGatewayClient(options),
    logs: new CloudWatchLogsClient(options),
    cloudWatch: new CloudWatchClient(options),
    sts: new STSClient(options),
  };
  const signInAgain = <A extends object, R>(next: (args: A) => Promise<R>) => {
    return (args: A) =>
      next(args).catch((error: unknown) => {
        if (!isCredentialsRefusal(error)) {
          throw error;
        }
        credentials.forget();
        return next(args);
      });
  };
  const first = { step: 'initialize', name: 'signInAgain' } as const;
  clients.lambda.middlewareStack.add(signInAgain, first);
  clients.apiGateway.middlewareStack.add(signInAgain, first);
  clients.logs.middlewareStack.add(signInAgain, first);
  clients.cloudWatch.middlewareStack.add(signInAgain, first);
  clients.sts.middlewareStack.add(signInAgain, first);
  return clients;
}
