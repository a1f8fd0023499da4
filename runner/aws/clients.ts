import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { LambdaClient } from '@aws-sdk/client-lambda';
import type { S3Client } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';
import { byProxy } from '../../stack/sign-in/by-proxy.ts';
import { isCredentialsRefusal } from './aws-errors.ts';
import { shareCredentials } from './credentials.ts';
import { resolveCredentials, type AwsPlace } from '../../stack/sign-in/resolve-credentials.ts';

/** For 250 MB. */
const uploadMs = 600_000;

export interface Clients {
  readonly lambda: LambdaClient;
  readonly apiGateway: APIGatewayClient;
  readonly logs: CloudWatchLogsClient;
  readonly cloudWatch: CloudWatchClient;
  readonly sts: STSClient;
  /** Loaded when it is first asked for: most releases need none. */
  readonly s3: () => Promise<S3Client>;
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
      ...byProxy(),
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
  let s3: Promise<S3Client> | undefined;
  const openS3 = async () => {
    const { S3Client: Client } = await import('@aws-sdk/client-s3');
    // Another engine has no host for each bucket. A package takes longer than a call.
    const client = new Client({
      ...options,
      forcePathStyle: endpoint !== undefined,
      requestHandler: { ...options.requestHandler, requestTimeout: uploadMs },
    });
    client.middlewareStack.add(signInAgain, first);
    return client;
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
  return { ...clients, s3: () => (s3 ??= openS3()) };
}
