import type { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { Route53Client } from '@aws-sdk/client-route-53';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { S3Client } from '@aws-sdk/client-s3';
import type { StackTag } from '../../stack/stack-tag.ts';

/** A resource that Pulumi would create, as its state does not have it. */
export interface Planned {
  /** `aws:lambda/alias:Alias` */
  readonly type: string;
  /** As the program names it. */
  readonly name: string;
  /** What is not known before other resources are there is left out; of one of `own.ts`, that may be anything. */
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** What there is already on AWS of a planned resource. */
export interface Found {
  /** As the provider's import takes it. */
  readonly id: string;
  /** Inputs that AWS does not give back, so that state has to begin with them; none: all are read. */
  readonly kept?: Readonly<Record<string, unknown>>;
}

/** Where to look, and for what. */
export interface Search {
  readonly lambda: LambdaClient;
  readonly apiGateway: APIGatewayClient;
  readonly logs: CloudWatchLogsClient;
  readonly iam: IAMClient;
  /** Loaded when it is first asked for. */
  readonly s3: () => Promise<S3Client>;
  readonly route53: Route53Client;
  /** What this stack's own resources carry. */
  readonly tag: StackTag;
}

/** @returns undefined where it does not exist; not thrown for that is what AWS calls it. */
export async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error && missing.includes(error.name)) {
      return undefined;
    }
    throw error;
  }
}

const missing = [
  'ResourceNotFoundException',
  'NotFoundException',
  'NoSuchEntityException',
  'NotFound',
  'NoSuchTagSet',
];

/** A resource of a planned name is there, and does not carry the stack's tag. */
export class TakenNameError extends Error {
  /** What it is, and its name: `function greeting`. */
  readonly resource: string;
  /** What says that it is this stack's all the same. */
  readonly tagCommand: string;
  /** The setting that names it. */
  readonly setting: string;

  constructor(resource: string, tag: StackTag, tagCommand: string, setting = 'function.name') {
    super(
      `There is a ${resource} already, and it is not known as this stack's: it has no tag ${tag.key}=${tag.value}`,
    );
    this.name = 'TakenNameError';
    this.resource = resource;
    this.tagCommand = tagCommand;
    this.setting = setting;
  }
}
