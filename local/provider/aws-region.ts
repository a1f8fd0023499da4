import type { ACMClient } from '@aws-sdk/client-acm';
import type { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { S3Client } from '@aws-sdk/client-s3';
import type { Route53Client } from '@aws-sdk/client-route-53';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { SSMClient } from '@aws-sdk/client-ssm';
import type { STSClient } from '@aws-sdk/client-sts';
import { credentialsOf, type SignIn } from './credentials.ts';

/** What the provider was configured with. */
export interface ProviderConfig {
  /** `http://127.0.0.1:PORT`, no slash at the end. */
  readonly endpoint: string;
  readonly region: string;
  readonly signIn: SignIn;
  readonly defaultTags: Readonly<Record<string, string>>;
  /** Empty when any account will do. */
  readonly allowedAccountIds: readonly string[];
}

/** The embedded AWS in one region: its clients, made when first asked for. */
export class AwsRegion {
  readonly config: ProviderConfig;
  readonly name: string;
  /** Aborted when the CLI cancels the run. */
  readonly signal: AbortSignal;
  readonly #settings;
  #lambda: Promise<LambdaClient> | undefined;
  #apiGateway: Promise<APIGatewayClient> | undefined;
  #logs: Promise<CloudWatchLogsClient> | undefined;
  #iam: Promise<IAMClient> | undefined;
  #sts: Promise<STSClient> | undefined;
  #dynamodb: Promise<DynamoDBClient> | undefined;
  #ssm: Promise<SSMClient> | undefined;
  #secretsManager: Promise<SecretsManagerClient> | undefined;
  #s3: Promise<S3Client> | undefined;
  #acm: Promise<ACMClient> | undefined;
  #route53: Promise<Route53Client> | undefined;
  #account: Promise<string> | undefined;

  constructor(config: ProviderConfig, name: string, signal: AbortSignal) {
    this.config = config;
    this.name = name;
    this.signal = signal;
    const { endpoint } = config;
    this.#settings = {
      endpoint,
      region: name,
      credentials: credentialsOf(config.signIn, { region: name, endpoint }),
      maxAttempts: 8,
    };
  }

  /** `aws`, `aws-cn` or `aws-us-gov`. */
  get partition(): string {
    if (this.name.startsWith('cn-')) {
      return 'aws-cn';
    }
    return this.name.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
  }

  get lambda(): Promise<LambdaClient> {
    return (this.#lambda ??= import('@aws-sdk/client-lambda').then(
      ({ LambdaClient }) => new LambdaClient(this.#settings),
    ));
  }

  get apiGateway(): Promise<APIGatewayClient> {
    return (this.#apiGateway ??= import('@aws-sdk/client-api-gateway').then(
      ({ APIGatewayClient }) => new APIGatewayClient(this.#settings),
    ));
  }

  get logs(): Promise<CloudWatchLogsClient> {
    return (this.#logs ??= import('@aws-sdk/client-cloudwatch-logs').then(
      ({ CloudWatchLogsClient }) => new CloudWatchLogsClient(this.#settings),
    ));
  }

  get iam(): Promise<IAMClient> {
    return (this.#iam ??= import('@aws-sdk/client-iam').then(
      ({ IAMClient }) => new IAMClient(this.#settings),
    ));
  }

  get sts(): Promise<STSClient> {
    return (this.#sts ??= import('@aws-sdk/client-sts').then(
      ({ STSClient }) => new STSClient(this.#settings),
    ));
  }

  get dynamodb(): Promise<DynamoDBClient> {
    return (this.#dynamodb ??= import('@aws-sdk/client-dynamodb').then(
      ({ DynamoDBClient }) => new DynamoDBClient(this.#settings),
    ));
  }

  get ssm(): Promise<SSMClient> {
    return (this.#ssm ??= import('@aws-sdk/client-ssm').then(
      ({ SSMClient }) => new SSMClient(this.#settings),
    ));
  }

  get secretsManager(): Promise<SecretsManagerClient> {
    return (this.#secretsManager ??= import('@aws-sdk/client-secrets-manager').then(
      ({ SecretsManagerClient }) => new SecretsManagerClient(this.#settings),
    ));
  }

  get s3(): Promise<S3Client> {
    return (this.#s3 ??= import('@aws-sdk/client-s3').then(
      ({ S3Client }) => new S3Client({ ...this.#settings, forcePathStyle: true }),
    ));
  }

  get acm(): Promise<ACMClient> {
    return (this.#acm ??= import('@aws-sdk/client-acm').then(
      ({ ACMClient }) => new ACMClient(this.#settings),
    ));
  }

  get route53(): Promise<Route53Client> {
    return (this.#route53 ??= import('@aws-sdk/client-route-53').then(
      ({ Route53Client }) => new Route53Client(this.#settings),
    ));
  }

  /** The account's twelve digits, by STS. */
  get account(): Promise<string> {
    return (this.#account ??= this.#readAccount());
  }

  /** `arn:aws:lambda:eu-west-1:123456789012:function:greeting`. */
  async arn(service: string, resource: string): Promise<string> {
    return `arn:${this.partition}:${service}:${this.name}:${await this.account}:${resource}`;
  }

  /** The ARN that API Gateway calls a function or an alias by. */
  invokeArn(functionArn: string): string {
    return `arn:${this.partition}:apigateway:${this.name}:lambda:path/2015-03-31/functions/${functionArn}/invocations`;
  }

  async #readAccount(): Promise<string> {
    const { GetCallerIdentityCommand } = await import('@aws-sdk/client-sts');
    const { Account } = await (await this.sts).send(new GetCallerIdentityCommand({}));
    if (Account === undefined) {
      throw new Error('STS named no account');
    }
    return Account;
  }
}
