import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { STSClient } from '@aws-sdk/client-sts';

export interface Clients {
  readonly lambda: LambdaClient;
  readonly apiGateway: APIGatewayClient;
  readonly logs: CloudWatchLogsClient;
  readonly cloudWatch: CloudWatchClient;
  readonly sts: STSClient;
}

/**
 * SDK clients for a region. They retry throttled and lost calls (trap D29), so a write may have
 * happened although its answer says that its precondition failed: see `alias.ts`.
 */
export function createClients(region: string): Clients {
  const options = {
    region,
    maxAttempts: 6,
    retryMode: 'standard',
    requestHandler: {
      connectionTimeout: 5_000,
      requestTimeout: 30_000,
      throwOnRequestTimeout: true,
    },
  };
  return {
    lambda: new LambdaClient(options),
    apiGateway: new APIGatewayClient(options),
    logs: new CloudWatchLogsClient(options),
    cloudWatch: new CloudWatchClient(options),
    sts: new STSClient(options),
  };
}
