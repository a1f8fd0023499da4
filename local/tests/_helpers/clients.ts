import { createRequire } from 'node:module';

import type { ExecutionContext } from 'ava';
import type * as acm from '@aws-sdk/client-acm';
import type * as lambda from '@aws-sdk/client-lambda';
import type * as apigateway from '@aws-sdk/client-api-gateway';
import type * as iam from '@aws-sdk/client-iam';
import type * as sts from '@aws-sdk/client-sts';
import type * as logs from '@aws-sdk/client-cloudwatch-logs';
import type * as cloudwatch from '@aws-sdk/client-cloudwatch';
import type * as dynamodb from '@aws-sdk/client-dynamodb';
import type * as ssm from '@aws-sdk/client-ssm';
import type * as s3 from '@aws-sdk/client-s3';
import type * as route53 from '@aws-sdk/client-route-53';
import type * as secretsManager from '@aws-sdk/client-secrets-manager';
import { account, region, testSecret } from './account.ts';

const require = createRequire(import.meta.url);

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

interface Settings {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: AwsCredentials;
  readonly maxAttempts: number;
}

interface Client {
  destroy(): void;
}

/**
 * Real AWS SDK clients that speak to one endpoint and do not retry. Each is loaded when it is first asked
 * for: every test file is a process of its own, and most call one service or two.
 */
export class Clients {
  readonly #opened = new Map<string, Client>();
  readonly #settings: Settings;

  constructor(endpoint: string, region: string, credentials: AwsCredentials) {
    this.#settings = { endpoint, region, credentials, maxAttempts: 1 };
  }

  get s3(): s3.S3Client {
    return this.#once('s3', (settings) => {
      const { S3Client } = require('@aws-sdk/client-s3') as typeof s3;
      return new S3Client({ ...settings, forcePathStyle: true });
    });
  }

  get lambda(): lambda.LambdaClient {
    return this.#once('lambda', (settings) => {
      const { LambdaClient } = require('@aws-sdk/client-lambda') as typeof lambda;
      return new LambdaClient(settings);
    });
  }

  get apigateway(): apigateway.APIGatewayClient {
    return this.#once('apigateway', (settings) => {
      const { APIGatewayClient } = require('@aws-sdk/client-api-gateway') as typeof apigateway;
      return new APIGatewayClient(settings);
    });
  }

  get iam(): iam.IAMClient {
    return this.#once('iam', (settings) => {
      const { IAMClient } = require('@aws-sdk/client-iam') as typeof iam;
      return new IAMClient(settings);
    });
  }

  get sts(): sts.STSClient {
    return this.#once('sts', (settings) => {
      const { STSClient } = require('@aws-sdk/client-sts') as typeof sts;
      return new STSClient(settings);
    });
  }

  get logs(): logs.CloudWatchLogsClient {
    return this.#once('logs', (settings) => {
      const { CloudWatchLogsClient } = require('@aws-sdk/client-cloudwatch-logs') as typeof logs;
      return new CloudWatchLogsClient(settings);
    });
  }

  get cloudwatch(): cloudwatch.CloudWatchClient {
    return this.#once('cloudwatch', (settings) => {
      const { CloudWatchClient } = require('@aws-sdk/client-cloudwatch') as typeof cloudwatch;
      return new CloudWatchClient(settings);
    });
  }

  get dynamodb(): dynamodb.DynamoDBClient {
    return this.#once('dynamodb', (settings) => {
      const { DynamoDBClient } = require('@aws-sdk/client-dynamodb') as typeof dynamodb;
      return new DynamoDBClient(settings);
    });
  }

  get ssm(): ssm.SSMClient {
    return this.#once('ssm', (settings) => {
      const { SSMClient } = require('@aws-sdk/client-ssm') as typeof ssm;
      return new SSMClient(settings);
    });
  }

  get secretsManager(): secretsManager.SecretsManagerClient {
    return this.#once('secretsManager', (settings) => {
      const { SecretsManagerClient } =
        require('@aws-sdk/client-secrets-manager') as typeof secretsManager;
      return new SecretsManagerClient(settings);
    });
  }

  get acm(): acm.ACMClient {
    return this.#once('acm', (settings) => {
      const { ACMClient } = require('@aws-sdk/client-acm') as typeof acm;
      return new ACMClient(settings);
    });
  }

  get route53(): route53.Route53Client {
    return this.#once('route53', (settings) => {
      const { Route53Client } = require('@aws-sdk/client-route-53') as typeof route53;
      return new Route53Client(settings);
    });
  }

  destroy(): void {
    this.#opened.forEach((client) => client.destroy());
  }

  #once<T extends Client>(name: string, open: (settings: Settings) => T): T {
    const client = (this.#opened.get(name) as T | undefined) ?? open(this.#settings);
    this.#opened.set(name, client);
    return client;
  }
}

/** Real AWS SDK clients that speak to an endpoint and do not retry. */
export function clientsOf(
  url: string,
  accessKeyId = account,
  secretAccessKey = testSecret,
): Clients {
  return new Clients(url, region, { accessKeyId, secretAccessKey });
}

/** The same account's clients of another region, ended with the test. */
export function clientsIn(t: ExecutionContext, url: string, name: string): Clients {
  const clients = new Clients(url, name, { accessKeyId: account, secretAccessKey: testSecret });
  t.teardown(() => clients.destroy());
  return clients;
}
