import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { STSClient } from '@aws-sdk/client-sts';
import type { ExecutionContext } from 'ava';

import { startServer } from '../../aws/server.ts';
import type { EmbeddedAws, ServerOptions } from '../../aws/server.ts';

/** The account and region that {@link clientsOf} and {@link startEmbedded} use. */
export const account = '123456789012';
export const region = 'eu-west-1';

/** Of every access key: a test chooses its account by the key. */
export const testSecret = 'local';
export const testSecrets = (): string => testSecret;

export type Clients = ReturnType<typeof clientsOf>;

export interface Embedded {
  readonly url: string;
  readonly clients: Clients;
  /** The server in this process; refused when the tests run against another endpoint. */
  readonly aws: EmbeddedAws;
  /** Where the server keeps its state. */
  readonly dir: string;
}

/**
 * An embedded AWS in this process with a folder of its own, ended with the test. When the environment
 * variable `CONFORMANCE_ENDPOINT` is set, the clients speak to that endpoint instead.
 */
export async function startEmbedded(
  t: ExecutionContext,
  options: Partial<Omit<ServerOptions, 'dir'>> = {},
): Promise<Embedded> {
  const url = process.env.CONFORMANCE_ENDPOINT;
  if (url !== undefined && url !== '') {
    return externalEndpoint(url, openClients(t, url));
  }
  const dir = await temporaryFolder(t);
  const aws = await startServer({ dir, credentials: testSecrets, ...options });
  t.teardown(() => aws.close());
  return { url: aws.url, clients: openClients(t, aws.url), aws, dir };
}

/** A fresh folder, removed with the test. */
export async function temporaryFolder(
  t: ExecutionContext,
  prefix = 'embedded-aws-',
): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), prefix));
  t.teardown(() => rm(dir, { recursive: true, force: true, maxRetries: 3 }));
  return dir;
}

/** Real AWS SDK clients that speak to an endpoint and do not retry. */
export function clientsOf(url: string, accessKeyId = account, secretAccessKey = testSecret) {
  const settings = {
    endpoint: url,
    region,
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts: 1,
  };
  return {
    lambda: new LambdaClient(settings),
    apigateway: new APIGatewayClient(settings),
    iam: new IAMClient(settings),
    sts: new STSClient(settings),
    logs: new CloudWatchLogsClient(settings),
    cloudwatch: new CloudWatchClient(settings),
  };
}

function openClients(t: ExecutionContext, url: string): Clients {
  const clients = clientsOf(url);
  t.teardown(() => {
    for (const client of Object.values(clients)) {
      client.destroy();
    }
  });
  return clients;
}

/** Another endpoint has no server here that a test could reach into. */
function externalEndpoint(url: string, clients: Clients): Embedded {
  return {
    url,
    clients,
    get aws(): EmbeddedAws {
      throw new Error('CONFORMANCE_ENDPOINT is set: this test needs a server in its own process.');
    },
    get dir(): string {
      throw new Error('CONFORMANCE_ENDPOINT is set: this test needs the state of a server.');
    },
  };
}
